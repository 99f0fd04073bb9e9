import { afterEach, test, vi } from "vitest";
import { yieldToEventLoop } from "./run-options.js";

afterEach(() => vi.useRealTimers());

test("a computation goes on where a test has fake timers, which stand still", async () => {
  vi.useFakeTimers({ toFake: ["setImmediate", "setTimeout"] });
  await yieldToEventLoop();
});
