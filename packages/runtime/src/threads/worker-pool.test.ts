import { spawnSync } from "node:child_process";
import { Cancelled, InvalidOption, WorkerFailure } from "@imdb/core";
import { afterEach, describe, expect, test } from "vitest";
import { createWorkerPool, type WorkerPool } from "./index.js";

const SCRIPT = {
  package: "@imdb/runtime",
  url: new URL("./testing/worker.mjs", import.meta.url),
  isGiven: false,
};
type Job = { do: string; n?: number; ms?: number; buffer?: ArrayBuffer; extra?: unknown };

let pool: WorkerPool<Job, unknown> | undefined;
const start = (size: number, options?: Parameters<typeof createWorkerPool>[2]) => {
  pool = createWorkerPool<Job, unknown>(SCRIPT, size, options);
  return pool;
};
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
afterEach(async () => {
  await pool?.close();
  pool = undefined;
});

describe("a pool", () => {
  test.each([1, 2, 3])("of %i threads returns every job its own result", async (size) => {
    const { run } = start(size);
    const jobs = Array.from({ length: 60 }, (_, n) => run({ do: "double", n, ms: n % 7 === 0 ? 4 : 0 }));
    expect(await Promise.all(jobs)).toEqual(Array.from({ length: 60 }, (_, n) => 2 * n));
  });

  test("moves buffers both ways instead of copying them", async () => {
    const buffer = new ArrayBuffer(80);
    const numbers = await start(1).run({ do: "fill", buffer }, { transfer: [buffer] });
    expect(buffer.byteLength).toBe(0);
    expect(numbers).toEqual(new Float64Array(10).fill(7));
  });

  test("passes workerData to its threads", async () => {
    expect(await start(1, { workerData: { a: 1 } }).run({ do: "data" })).toEqual({ a: 1 });
  });

  test("passes typed errors on, and runs further jobs", async () => {
    const { run } = start(1);
    const error = await failure(run({ do: "refuse", n: -1 }));
    expect(InvalidOption.is(error)).toBe(true);
    expect((error as Error).message).toBe("Option n is -1, expected a number.");
    expect(await failure(run({ do: "break" }))).toMatchObject({
      code: "UNEXPECTED",
      message: "TypeError: broken",
    });
    expect(InvalidOption.is(await failure(run({ do: "cycle" })))).toBe(true);
    expect(await failure(run({ do: "unclonable" }))).toMatchObject({ code: "UNEXPECTED" });
    expect(await run({ do: "double", n: 4 })).toBe(8);
  });

  test("fails the job of a thread that dies, and runs the next job on a new thread", async () => {
    const { run } = start(1);
    const [died, next] = [failure(run({ do: "exit" })), run({ do: "double", n: 1 })];
    expect(WorkerFailure.is(await died)).toBe(true);
    expect(String(await died)).toContain("it ended with code 3");
    expect(await next).toBe(2);
  });

  test("runs further jobs after a thread died while idle", async () => {
    const { run } = start(1);
    expect(await run({ do: "die later" })).toBe("alive");
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await run({ do: "double", n: 3 })).toBe(6);
  });

  test("runs further jobs after a thread ran out of memory", async () => {
    const { run } = start(1, { resourceLimits: { maxOldGenerationSizeMb: 32 } });
    const error = await failure(run({ do: "memory" }));
    expect(WorkerFailure.is(error)).toBe(true);
    expect(String(error)).toMatch(/memory/);
    expect(await run({ do: "double", n: 3 })).toBe(6);
  });

  test("refuses thousands of jobs that cannot be sent, and runs further jobs", async () => {
    const { run } = start(1);
    const bad = Array.from({ length: 3000 }, () => failure(run({ do: "double", extra: () => {} })));
    const good = run({ do: "double", n: 5 });
    for (const error of await Promise.all(bad)) expect(WorkerFailure.is(error)).toBe(true);
    expect(await good).toBe(10);
  });

  test("fails a job whose script does not exist", async () => {
    pool = createWorkerPool({ ...SCRIPT, url: new URL("./testing/none.mjs", import.meta.url) }, 1);
    expect(String(await failure(pool.run({ do: "double" })))).toMatch(/Cannot find module/);
  });

  test.each([0, -1, 1.5, Number.NaN, 2000])("of %s threads is refused", (size) => {
    expect(() => start(size)).toThrow(/threads/);
  });

  test.each([null, "workerData", { workerdata: 1 }, { resourceLimits: 8 }])(
    "with options %j is refused",
    (given) => {
      expect(() => start(1, given as never)).toThrow(expect.toSatisfy(InvalidOption.is));
    },
  );

  test.each([null, "signal", { signals: 1 }, { signal: {} }, { transfer: [1] }])(
    "refuses a job with options %j, and runs further jobs",
    async (given) => {
      const { run } = start(1);
      expect(InvalidOption.is(await failure(run({ do: "double", n: 1 }, given as never)))).toBe(true);
      expect(await run({ do: "double", n: 1 })).toBe(2);
    },
  );
});

describe("cancelling", () => {
  test("stops a job that never ends at once, and starts the next one", async () => {
    const { run } = start(1);
    const control = new AbortController();
    const [spinning, next] = [
      failure(run({ do: "spin" }, { signal: control.signal })),
      run({ do: "double", n: 1 }),
    ];
    setTimeout(() => control.abort(new Error("enough")), 30);
    const error = await spinning;
    expect(Cancelled.is(error)).toBe(true);
    expect(((error as Error).cause as Error).message).toBe("enough");
    expect(await next).toBe(2);
  });

  test("rejects a waiting job at once, not when its turn comes", async () => {
    const { run } = start(1);
    const [first, second] = [new AbortController(), new AbortController()];
    const spinning = failure(run({ do: "spin" }, { signal: first.signal }));
    const waiting = failure(run({ do: "double", n: 1 }, { signal: second.signal }));
    second.abort();
    expect(Cancelled.is(await waiting)).toBe(true);
    first.abort();
    expect(Cancelled.is(await spinning)).toBe(true);
  });

  test("an aborted signal starts nothing; one that aborts later does no harm", async () => {
    const { run } = start(1);
    expect(Cancelled.is(await failure(run({ do: "double", n: 1 }, { signal: AbortSignal.abort() })))).toBe(
      true,
    );
    const control = new AbortController();
    expect(await run({ do: "double", n: 1 }, { signal: control.signal })).toBe(2);
    control.abort();
    expect(await run({ do: "double", n: 2 })).toBe(4);
  });

  test("closing rejects running, waiting and later jobs", async () => {
    const { run, close } = start(1);
    const [running, waiting] = [failure(run({ do: "spin" })), failure(run({ do: "double", n: 1 }))];
    await new Promise((resolve) => setTimeout(resolve, 30));
    await close();
    expect(Cancelled.is(await running)).toBe(true);
    expect(Cancelled.is(await waiting)).toBe(true);
    expect(WorkerFailure.is(await failure(run({ do: "double", n: 1 })))).toBe(true);
    await close();
  });
});

describe("a process", () => {
  const entry = new URL("../../dist/threads/index.js", import.meta.url).href;
  const program = (last: string) => `
    import { createWorkerPool } from ${JSON.stringify(entry)};
    const pool = createWorkerPool({ ...${JSON.stringify(SCRIPT)}, url: new URL(${JSON.stringify(SCRIPT.url)}) }, 2);
    process.stdout.write(String(await pool.run({ do: "double", n: 21 })));
    ${last}`;
  const runProgram = (last: string, flags: readonly string[] = []) =>
    spawnSync(process.execPath, [...flags, "--input-type=module", "-e", program(last)], {
      encoding: "utf8",
      timeout: 20_000,
    });

  test("ends by itself when a pool was forgotten", () => {
    expect(runProgram("")).toMatchObject({ status: 0, stdout: "42", stderr: "" });
  });

  test("waits for close when an answer is under way", () => {
    const last = `
      const job = pool.run({ do: "double", n: 1 }).catch((error) => error.code);
      // The answer arrives while this thread is busy: it is handled after the thread was told to stop.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      await pool.close();
      process.stdout.write(";" + (await job));`;
    expect(runProgram(last)).toMatchObject({ status: 0, stdout: "42;CANCELLED", stderr: "" });
  });

  test("starts threads without the flags that threads refuse", () => {
    const flags = ["--max-semi-space-size=8", "--title", "a, b", "--stack-size=900", "--no-deprecation"];
    const last = 'process.stdout.write(";" + (await pool.run({ do: "flags" })));';
    const { stdout, stderr } = runProgram(last, flags);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^42;--no-deprecation/);
    expect(stdout).not.toMatch(/size|title|a, b/);
  });

  test("waits for a pool to close", () => {
    expect(runProgram('await pool.close(); process.stdout.write("!");')).toMatchObject({
      status: 0,
      stdout: "42!",
    });
  });
});
