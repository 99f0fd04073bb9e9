import { Cancelled } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { flow, Timeout, task } from "./index.js";
import { wait } from "./testing/wait.js";

describe("retries, timeouts and cancellation", () => {
  test("retries as often as allowed, reports Retrying, and keeps the last error", async () => {
    const states: string[] = [];
    const broken = task({ name: "broken", retries: 2, retryDelay: ["1ms", "2ms"] }, (_, { attempt }) => {
      throw new Error(`attempt ${attempt}`);
    });
    const run = await flow({ name: "f" }, () => broken()).run(undefined, {
      onEvent: (event) => event.type === "taskState" && states.push(event.state),
    });
    expect(states).toEqual(["Pending", "Running", "Retrying", "Running", "Retrying", "Running", "Failed"]);
    expect(run).toMatchObject({ state: "Failed", error: new Error("attempt 3"), steps: [{ attempts: 3 }] });
  });

  test("retryIf decides which errors are retried", async () => {
    const picky = task(
      { name: "picky", retries: 5, retryDelay: 0, retryIf: (error) => !(error instanceof TypeError) },
      (_, { attempt }): void => {
        throw attempt === 2 ? new TypeError("hopeless") : new Error("again");
      },
    );
    expect((await flow({ name: "f" }, () => picky()).run()).steps).toMatchObject([
      { attempts: 2, state: "Failed" },
    ]);
  });

  test("a timeout aborts the signal and fails the attempt, whether or not the work listens", async () => {
    let heard = false;
    const polite = task({ name: "polite", timeout: "20ms" }, async (_, { signal }) => {
      await wait(60_000, signal).catch((reason) => {
        heard = Timeout.is(reason);
        throw reason;
      });
    });
    const deaf = task({ name: "deaf", timeout: "20ms" }, () => wait(2_000));
    for (const work of [polite, deaf]) {
      const run = await flow({ name: "f" }, () => work()).run(undefined, { grace: "20ms" });
      expect(run.state === "Failed" && Timeout.is(run.error) && run.error.details).toEqual({
        what: "task",
        name: work.name,
        seconds: 0.02,
      });
    }
    expect(heard).toBe(true);
  });

  test("a flow's timeout cancels its tasks and fails the flow", async () => {
    const slow = task({ name: "slow" }, (_, { signal }) => wait(60_000, signal));
    const run = await flow({ name: "f", timeout: "30ms" }, () => slow()).run();
    expect(run).toMatchObject({ state: "Failed", steps: [{ state: "Cancelled" }] });
    expect(run.state === "Failed" && Timeout.is(run.error)).toBe(true);
  });

  test("an aborted signal reaches the work, and everything ends Cancelled", async () => {
    const controller = new AbortController();
    const slow = task({ name: "slow" }, (_, { signal }) => wait(60_000, signal));
    const f = flow({ name: "f" }, async () => {
      await Promise.all([slow(), slow()]);
    });
    setTimeout(() => controller.abort(new Error("enough")), 20);
    const run = await f.run(undefined, { signal: controller.signal });
    expect(run).toMatchObject({
      state: "Cancelled",
      steps: [{ state: "Cancelled" }, { state: "Cancelled" }],
    });
    expect(run.state === "Cancelled" && Cancelled.is(run.error)).toBe(true);
  });

  test("a flow that is retried finds the steps of its first attempt in the store", async () => {
    const { memoryResultStore } = await import("./index.js");
    let runs = 0;
    const step = task({ name: "step" }, () => ++runs);
    let attempts = 0;
    const f = flow({ name: "f", retries: 1, retryDelay: 0 }, async () => {
      const value = await step();
      if (++attempts === 1) throw new Error("first");
      return value;
    });
    const run = await f.run(undefined, { store: memoryResultStore() });
    expect(run).toMatchObject({ result: 1, steps: [{ state: "Completed" }, { state: "Cached" }] });
  });
});
