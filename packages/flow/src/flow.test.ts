import { SchemaMismatch } from "@imdb/core";
import { describe, expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import {
  type FlowEvent,
  FlowRunEnded,
  flow,
  isTerminal,
  resultOf,
  task,
  UnobservedFailure,
} from "./index.js";
import { wait } from "./testing/wait.js";

const double = task({ name: "double" }, async (n: number) => 2 * n);

describe("a flow", () => {
  test("carries types from task to task and ends Completed with its result and steps", async () => {
    const describeNumber = task({ name: "describe" }, async (n: number) => ({ text: `it is ${n}` }));
    const both = flow({ name: "both" }, async (n: number) => describeNumber(await double(n)));
    const run = await both.run(21);
    expect(run).toMatchObject({ state: "Completed", result: { text: "it is 42" }, flow: "both" });
    expect(run.steps.map(({ name, state }) => [name, state])).toEqual([
      ["double", "Completed"],
      ["describe", "Completed"],
    ]);
    expect(run.steps.every(({ seconds }) => seconds >= 0 && seconds < 5)).toBe(true);
    expectTypeOf(resultOf(run)).toEqualTypeOf<{ text: string }>();
    expectTypeOf(double).parameter(0).toBeNumber();
    // @ts-expect-error a text is not a number
    expect(await double("x")).toBeNaN();
  });

  test("a task called outside a flow runs by itself, with its retries", async () => {
    let calls = 0;
    const flaky = task({ name: "flaky", retries: 2, retryDelay: "1ms" }, async () => {
      calls++;
      if (calls < 3) throw new Error("not yet");
      return calls;
    });
    expect(await flaky()).toBe(3);
  });

  test("tasks find their run by the context of the call, two runs at a time, or by ctx.run", async () => {
    const who = task({ name: "who" }, async (_: number, ctx) => {
      await wait(5);
      return ctx.runId;
    });
    const twice = flow({ name: "twice" }, async (n: number, ctx) => [
      await who(n),
      await ctx.run(who, n),
      ctx.runId,
    ]);
    const runs = await Promise.all([twice.run(1), twice.run(2)]);
    for (const run of runs) expect(new Set([...resultOf(run), run.runId]).size).toBe(1);
    expect(runs[0].runId).not.toBe(runs[1].runId);
  });

  test("passes seed, threads and signal to its tasks as run options", async () => {
    const options = task({ name: "options" }, (_, { seed, threads, signal }) => ({
      seed,
      threads,
      aborted: signal.aborted,
    }));
    const run = await flow({ name: "f" }, () => options()).run(undefined, { seed: 7, threads: 2 });
    expect(resultOf(run)).toEqual({ seed: 7, threads: 2, aborted: false });
  });

  test("parses inputs by their schema, of flows and of tasks", async () => {
    const strict = task(
      { name: "strict", input: z.object({ n: z.number(), by: z.number().default(2) }) },
      ({ n, by }) => n * by,
    );
    expect(await strict({ n: 4 })).toBe(8);
    const outer = flow({ name: "outer", input: z.object({ n: z.number().max(10) }) }, ({ n }) =>
      strict({ n }),
    );
    const run = await outer.run({ n: 11 });
    expect(run.state).toBe("Failed");
    expect(run.state === "Failed" && SchemaMismatch.is(run.error) && run.error.message).toContain(
      "n: Too big",
    );
    expect(run.steps).toEqual([]);
  });

  test("a failed run and its step have the error that was thrown", async () => {
    const broken = task({ name: "broken" }, (): number => {
      throw new RangeError("off by one");
    });
    const run = await flow({ name: "f" }, async () => double(await broken())).run();
    expect(run).toMatchObject({ state: "Failed", error: new RangeError("off by one") });
    expect(run.steps).toMatchObject([
      { name: "broken", state: "Failed", error: new RangeError("off by one") },
    ]);
    expect(() => resultOf(run)).toThrow(RangeError);
  });

  test("a failure that nobody awaits fails the flow", async () => {
    const broken = task({ name: "broken" }, async (ms: number): Promise<void> => {
      await wait(ms);
      throw new Error("unseen");
    });
    for (const ms of [0, 20]) {
      const run = await flow({ name: "f" }, async () => {
        void broken(ms);
        await wait(10);
      }).run();
      expect(run.state === "Failed" && UnobservedFailure.is(run.error) && run.error.details).toMatchObject({
        task: "broken",
      });
    }
    const caught = flow({ name: "f" }, async () => broken(1).catch(() => "fine"));
    expect(resultOf(await caught.run())).toBe("fine");
  });

  test("waits for tasks that it did not await, and cancels those of a failed flow", async () => {
    let ended = false;
    const slow = task({ name: "slow" }, async (ms: number, ctx) => {
      await wait(ms, ctx.signal);
      ended = true;
    });
    await flow({ name: "f" }, () => void slow(20)).run();
    expect(ended).toBe(true);
    const failing = flow({ name: "f" }, async () => {
      void slow(60_000);
      throw new Error("early");
    });
    const run = await failing.run();
    expect(run).toMatchObject({
      state: "Failed",
      error: new Error("early"),
      steps: [{ state: "Cancelled" }],
    });
  });

  test("a subflow is a step of its caller and a run of its own", async () => {
    const events: FlowEvent[] = [];
    const inner = flow({ name: "inner" }, (n: number) => double(n));
    const outer = flow({ name: "outer" }, async (n: number) => (await inner(n)) + 1);
    const run = await outer.run(3, { onEvent: (event) => events.push(event) });
    expect(run).toMatchObject({ result: 7, steps: [{ name: "inner", kind: "flow", state: "Completed" }] });
    const child = events.find((event) => event.type === "flowState" && event.flow === "inner");
    expect(child).toMatchObject({ parentRunId: run.runId, runId: `${run.runId}.inner-0` });
    await expect(outer(3)).resolves.toBe(7);
  });

  test("a task called after its run has ended is refused", async () => {
    let late: Promise<number> | undefined;
    const f = flow({ name: "f" }, () => {
      setTimeout(() => {
        late = double(1);
        late.catch(() => {});
      }, 10);
    });
    await f.run();
    await wait(20);
    await expect(late).rejects.toSatisfy(FlowRunEnded.is);
  });
});

test("every state event of a step follows the last, and one terminal state ends it", async () => {
  const events: FlowEvent[] = [];
  const odd = task({ name: "odd", retries: 1, retryDelay: 0 }, (n: number) => {
    if (n % 2) throw new Error("odd");
    return n;
  });
  await flow({ name: "f" }, () => odd.mapSettled([1, 2, 3, 4])).run(undefined, {
    onEvent: (e) => events.push(e),
  });
  const ended = events.filter((e) => e.type === "taskState" && isTerminal(e.state));
  expect(ended.map((e) => e.type === "taskState" && [e.taskRunId, e.state])).toEqual(
    expect.arrayContaining([
      ["odd-0", "Failed"],
      ["odd-1", "Completed"],
      ["odd-2", "Failed"],
      ["odd-3", "Completed"],
    ]),
  );
  expect(ended).toHaveLength(4);
});

test("a listener that throws stops nothing and is not called again", async () => {
  let told = 0;
  const run = await flow({ name: "f" }, () => double(1)).run(undefined, {
    onEvent: () => {
      told++;
      throw new Error("a broken view");
    },
  });
  expect(run.state).toBe("Completed");
  expect(told).toBe(1);
});
