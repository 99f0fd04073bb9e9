import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withRole } from "@imdb/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  type FlowEvent,
  flow,
  folderResultStore,
  memoryResultStore,
  resultOf,
  type TaskOptions,
  task,
  UncacheableInput,
} from "./index.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flow-cache-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function counted(options: Partial<TaskOptions<number, number>> = {}) {
  const calls: number[] = [];
  const square = task<number, number>({ name: "square", ...options }, (n) => {
    calls.push(n);
    return n * n;
  });
  return { calls, f: flow({ name: "f" }, (ns: number[]) => square.map(ns)) };
}

describe("cached by inputs", () => {
  test("an unchanged input is not computed again, also with the store of another process", async () => {
    const { calls, f } = counted({ cache: "inputs" });
    expect(resultOf(await f.run([1, 2, 3], { store: folderResultStore(folder) }))).toEqual([1, 4, 9]);
    const again = await f.run([3, 4], { store: folderResultStore(folder) });
    expect(resultOf(again)).toEqual([9, 16]);
    expect(again.steps.map((step) => step.state)).toEqual(["Cached", "Completed"]);
    expect(calls).toEqual([1, 2, 3, 4]);
  });

  test("a result that was created in the future is not fresh, and named; a clock that is a little ahead makes no difference", async () => {
    const { calls, f } = counted({ cache: { key: () => "k", expiration: "1h" } });
    const store = memoryResultStore();
    const warnings: string[] = [];
    const onEvent = (event: FlowEvent) => void (event.type === "log" && warnings.push(event.message));
    vi.useFakeTimers({ toFake: ["Date"] });
    const now = Date.now();
    try {
      vi.setSystemTime(now + 365 * 86_400_000);
      await f.run([1], { store });
      vi.setSystemTime(now);
      await f.run([1], { store, onEvent });
      expect(calls).toEqual([1, 1]);
      expect(warnings).toEqual([expect.stringContaining("31536000 s in the future")]);
      vi.setSystemTime(now - 30_000);
      await f.run([1], { store, onEvent });
      expect(calls).toEqual([1, 1]);
      vi.setSystemTime(now - 61_000);
      await f.run([1], { store, onEvent });
      expect(calls).toEqual([1, 1, 1]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("another version is computed again, and so is an expired result", async () => {
    const store = memoryResultStore();
    const first = counted({ cache: "inputs" });
    await first.f.run([5], { store });
    const second = counted({ cache: "inputs", version: "2" });
    await second.f.run([5], { store });
    expect(second.calls).toEqual([5]);
    const brief = counted({ cache: { expiration: "30ms" }, version: "3" });
    await brief.f.run([5], { store });
    await brief.f.run([5], { store });
    await new Promise((resolve) => setTimeout(resolve, 40));
    await brief.f.run([5], { store });
    expect(brief.calls).toEqual([5, 5]);
  });

  test("equal calls at the same time are computed once", async () => {
    const { calls, f } = counted({ cache: "inputs" });
    const run = await f.run([2, 2, 2], { store: memoryResultStore() });
    expect(resultOf(run)).toEqual([4, 4, 4]);
    expect(calls).toEqual([2]);
    expect(run.steps.map((step) => step.state).sort()).toEqual(["Cached", "Cached", "Completed"]);
  });

  test("an input without a content hash is an error, unless a key identifies it", async () => {
    const input = { version: 3, load: () => "x" };
    const loud = task({ name: "loud", cache: "inputs" }, (i: typeof input) => i.load());
    const run = await flow({ name: "f" }, () => loud(input)).run(undefined, { store: memoryResultStore() });
    expect(run.state === "Failed" && UncacheableInput.is(run.error) && run.error.details).toEqual({
      task: "loud",
      path: "the value.input.load",
      value: "a function",
    });
    const keyed = loud.withOptions({ cache: { key: (i) => i.version } });
    const store = memoryResultStore();
    for (const state of ["Completed", "Cached"]) {
      const { steps } = await flow({ name: "f" }, () => keyed(input)).run(undefined, { store });
      expect(steps[0]?.state).toBe(state);
    }
  });

  test("a damaged result is detected, logged, and computed again", async () => {
    const { calls, f } = counted({ cache: "inputs" });
    await f.run([6], { store: folderResultStore(folder) });
    const [part] = await readdir(folder);
    const [name] = await readdir(join(folder, part!));
    const path = join(folder, part!, name!);
    const bytes = await readFile(path);
    for (const damaged of [bytes.subarray(0, bytes.length - 1), Buffer.from("nonsense"), Buffer.alloc(0)]) {
      await writeFile(path, damaged);
      const events: FlowEvent[] = [];
      const run = await f.run([6], { store: folderResultStore(folder), onEvent: (e) => events.push(e) });
      expect(resultOf(run)).toEqual([36]);
      expect(events.find((e) => e.type === "log")).toMatchObject({
        level: "warn",
        message: expect.stringContaining("damaged"),
      });
    }
    expect(calls).toHaveLength(4);
  });
});

describe("resumed by its run id", () => {
  test("a run continues after its finished tasks, and a new run starts at the beginning", async () => {
    const store = folderResultStore(folder);
    let works = false;
    const calls: string[] = [];
    const load = task({ name: "load" }, (): readonly string[] => {
      calls.push("load");
      return withRole("train", ["a", "b"]);
    });
    const fit = task({ name: "fit" }, (texts: readonly string[]) => {
      calls.push("fit");
      if (!works) throw new Error("power cut");
      return { weights: Float64Array.of(texts.length, Number.NaN, -0), when: new Date(5) };
    });
    const f = flow({ name: "f" }, async () => fit(await load()));
    const failed = await f.run(undefined, { store, runId: "monday" });
    expect(failed.state).toBe("Failed");
    works = true;
    const resumed = await f.run(undefined, { store, runId: "monday" });
    expect(resumed.steps.map((step) => step.state)).toEqual(["Cached", "Completed"]);
    expect(resultOf(resumed)).toEqual({ weights: Float64Array.of(2, Number.NaN, -0), when: new Date(5) });
    expect(calls).toEqual(["load", "fit", "fit"]);
    const third = await f.run(undefined, { store, runId: "monday" });
    expect(third.steps.map((step) => step.state)).toEqual(["Cached", "Cached"]);
    expect(resultOf(third)).toEqual(resultOf(resumed));
    await f.run(undefined, { store });
    expect(calls).toEqual(["load", "fit", "fit", "load", "fit"]);
  });

  test("equal calls of one run are two results, each found again", async () => {
    const store = memoryResultStore();
    let n = 0;
    const draw = task({ name: "draw" }, () => ++n);
    const f = flow({ name: "f" }, async () => [await draw(), await draw()]);
    expect(resultOf(await f.run(undefined, { store, runId: "r" }))).toEqual([1, 2]);
    expect(resultOf(await f.run(undefined, { store, runId: "r" }))).toEqual([1, 2]);
    expect(n).toBe(2);
  });

  test("a task whose result cannot be stored runs again, with a log line", async () => {
    const store = memoryResultStore();
    const logs: string[] = [];
    const make = task({ name: "make" }, () => ({ predict: () => 1 }));
    const use = task({ name: "use" }, (model: { predict(): number }) => model.predict());
    const f = flow({ name: "f" }, async () => use(await make()));
    for (let i = 0; i < 2; i++) {
      const run = await f.run(undefined, {
        store,
        runId: "r",
        onEvent: (e) => e.type === "log" && logs.push(`${e.level} ${e.message}`),
      });
      expect(run.steps.map((step) => step.state)).toEqual(["Completed", "Completed"]);
    }
    expect(logs[0]).toMatch(/^warn not resumable: .*predict is a function/);
    expect(logs[1]).toMatch(/^debug not resumable/);
  });

  test("a serializer stores results that are more than data", async () => {
    const store = folderResultStore(folder);
    class Model {
      readonly weight: number;
      constructor(weight: number) {
        this.weight = weight;
      }
      predict = (x: number) => this.weight * x;
    }
    let fits = 0;
    const fit = task(
      {
        name: "fit",
        cache: "inputs",
        serializer: {
          kind: "model/1",
          encode: (model: Model) => new TextEncoder().encode(String(model.weight)),
          decode: (bytes) => new Model(Number(new TextDecoder().decode(bytes))),
        },
      },
      (weight: number) => {
        fits++;
        return new Model(weight);
      },
    );
    const f = flow({ name: "f" }, async () => (await fit(3)).predict(14));
    expect([
      resultOf(await f.run(undefined, { store })),
      resultOf(await f.run(undefined, { store })),
    ]).toEqual([42, 42]);
    expect(fits).toBe(1);
  });
});
