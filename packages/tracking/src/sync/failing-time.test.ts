import { afterEach, expect, test, vi } from "vitest";
import { type FailedRecord, failedAgain, failedRecord } from "./failing-time.js";

afterEach(() => void vi.useRealTimers());

/** A failure as another process has left it. */
const elsewhere = (failed: FailedRecord): FailedRecord => ({ ...failed, process: "another", moment: 1e12 });

test("time is counted by the monotonic clock, whatever the system clock says", () => {
  vi.useFakeTimers({ toFake: ["Date", "performance"] });
  let failed = failedAgain(undefined);
  for (const step of [1e12, -2e12]) {
    vi.setSystemTime(Date.now() + step);
    vi.advanceTimersByTime(60_000);
    failed = failedAgain(failed);
  }
  expect(failed).toMatchObject({ count: 3, failingMs: 120_000 });
});

test("processes that fail once each, an hour apart, come to ten minutes with the fifth", () => {
  vi.useFakeTimers({ toFake: ["Date", "performance"] });
  let failed = failedAgain(undefined);
  for (let process = 2; process <= 5; process++) {
    vi.advanceTimersByTime(3_600_000);
    failed = failedAgain(elsewhere(failed));
  }
  expect(failed).toMatchObject({ count: 5, failingMs: 600_000 });
});

test("a clock that is set between two processes counts 150 seconds at most, and never less than nothing", () => {
  vi.useFakeTimers({ toFake: ["Date", "performance"] });
  const first = failedAgain(undefined);
  vi.setSystemTime(Date.now() + 1e12);
  const second = failedAgain(elsewhere(first));
  expect(second.failingMs).toBe(150_000);
  vi.setSystemTime(Date.now() - 2e12);
  expect(failedAgain(elsewhere(second)).failingMs).toBe(150_000);
});

test("what earlier versions have noted goes on to be counted", () => {
  const noted = failedRecord.parse({ count: 4, since: 5 });
  expect(failedAgain(noted)).toMatchObject({ count: 5, failingMs: 0 });
});
