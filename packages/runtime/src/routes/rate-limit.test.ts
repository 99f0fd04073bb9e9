import { expect, test, vi } from "vitest";
import { RateLimited } from "../errors.js";
import { createRateLimiter } from "./rate-limit.js";

/** A limiter, and the seconds that a client is asked to wait: 0 when it may send. */
function limiter(perSecond: number, burst: number) {
  const take = createRateLimiter({ perSecond, burst });
  const clock = vi.spyOn(performance, "now");
  return (second: number, client = "a"): number => {
    clock.mockReturnValue(second * 1000);
    try {
      take(client);
      return 0;
    } catch (error) {
      if (!RateLimited.is(error)) throw error;
      return error.details.retryAfterSeconds;
    }
  };
}

test("a client that is refused is asked to wait until its next request is accepted", () => {
  const wait = limiter(0.125, 2);
  expect([wait(100), wait(100), wait(100)]).toEqual([0, 0, 8]);
  expect([wait(106), wait(107.5)]).toEqual([2, 1]);
  expect([wait(108), wait(108)]).toEqual([0, 8]);
});

test("tokens are not saved beyond the burst, and each client has its own", () => {
  const wait = limiter(1, 2);
  expect([wait(0), wait(1000), wait(1000), wait(1000)]).toEqual([0, 0, 0, 1]);
  expect(wait(1000, "b")).toBe(0);
});
