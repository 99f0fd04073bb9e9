import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { InvalidOption } from "@imdb/core";
import { task } from "../task.js";

/** Writes a line to the folder's `ran.txt`. Computes for `busyMs` without a pause, then waits `waitMs`. */
export const work = task(
  { name: "work", cache: "inputs", retries: 1, retryDelay: "10ms" },
  async (input: {
    readonly n: number;
    readonly folder: string;
    readonly busyMs?: number;
    readonly waitMs?: number;
  }) => {
    const { n, folder, busyMs = 0, waitMs = 0 } = input;
    const until = performance.now() + busyMs;
    while (performance.now() < until);
    await sleep(waitMs);
    appendFileSync(join(folder, "ran.txt"), `${n}\n`);
    return { n, square: n * n, row: Float32Array.of(n, n / 3) };
  },
);

/** Reports everything that a task can report. */
export const chatty = task({ name: "chatty", cache: "none" }, async (rows: Float64Array, ctx) => {
  ctx.logger.info("adding", { rows: rows.length });
  ctx.onProgress({ stage: "adding", done: rows.length, total: rows.length, unit: "rows" });
  ctx.artifact({ kind: "text", key: "note", text: `attempt ${ctx.attempt}, seed ${ctx.seed}` });
  return rows.reduce((a, b) => a + b, 0);
});

/** Fails with a typed error until the attempt that its input names. */
export const fragile = task(
  { name: "fragile", retries: 2, retryDelay: "10ms" },
  (until: number, { attempt }) => {
    if (attempt < until)
      throw InvalidOption.create({ option: "attempt", value: attempt, expected: `${until}` });
    return attempt;
  },
);

/** Writes a line to the folder's `begun.txt`, and waits until its signal aborts. */
export const endless = task({ name: "endless", timeout: "20s" }, async (folder: string, { signal }) => {
  appendFileSync(join(folder, "begun.txt"), "begun\n");
  await new Promise<void>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  return "never";
});

/** Writes a line to the folder's `paced.txt` every 100 ms, and one when its signal aborts. Returns its process. */
export const paced = task(
  { name: "paced", cache: "inputs" },
  async (input: { readonly folder: string; readonly lines: number }, { signal }) => {
    const say = (what: string) => appendFileSync(join(input.folder, "paced.txt"), `${what} ${process.pid}\n`);
    signal.addEventListener("abort", () => say(`${signal.reason?.code}`));
    for (let line = 0; line < input.lines && !signal.aborted; line++) {
      say("line");
      await sleep(100);
    }
    return process.pid;
  },
);

/** Waits, and writes to the folder's `last.txt` what its signal says when it has nothing left to do. Returns its process. */
export const lastLook = task(
  { name: "lastLook", cache: "inputs" },
  async (input: { readonly folder: string; readonly waitMs: number }, { signal }) => {
    const say = (what: string) => appendFileSync(join(input.folder, "last.txt"), `${what} ${process.pid}\n`);
    say("begun");
    await sleep(input.waitMs);
    say(signal.aborted ? `${signal.reason?.code}` : "not told");
    return process.pid;
  },
);

/** Returns something that only its input decides. */
export const fetched = task({ name: "fetched", cache: "none" }, (page: string) => `content of ${page}`);

/** Kills its worker. */
export const poison = task({ name: "poison", retries: 3 }, (_: string): string => {
  process.kill(process.pid, "SIGKILL");
  return "never";
});

/** The tasks of the workers in these tests. */
export const tasks = [work, chatty, fragile, endless, fetched, paced, lastLook, poison];
