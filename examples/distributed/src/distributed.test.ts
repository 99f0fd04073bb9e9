import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { folderResultStore } from "@imdb/flow";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toolFor } from "../../../tools/optional/not-checked.mjs";
import { hasRedis, startFleet } from "./testing/fleet.js";
import { runScript } from "./testing/run-script.js";
import { writeSentences } from "./testing/sentences.js";

const archive = toolFor(["heavy", "archive"], "the distributed example on the real reviews");
const OUTPUTS = ["search.json", "scored/scored.jsonl"];

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "distributed-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A shared folder with a model in service and the data prepared, and what search and scoring give in process. */
async function inProcess(data: string, name: string) {
  const shared = join(folder, name);
  await runScript("train", ["--data", data, "--shared", shared, "--ngrams", "1"]);
  const prepared = join(folder, `${name}-prepared`);
  await cp(shared, prepared, { recursive: true });
  const began = performance.now();
  await searchAndScore(data, shared);
  const seconds = (performance.now() - began) / 1000;
  return { prepared, seconds, expected: await outputs(shared) };
}

async function searchAndScore(data: string, shared: string, url?: string): Promise<void> {
  const where = ["--data", data, "--shared", shared, ...(url === undefined ? [] : ["--redis", url])];
  await runScript("search", [...where, "--ngrams", "1", "--c", "1,3,10,30"]);
  await runScript("score", [...where, "--shard-kb", data.endsWith(".jsonl") ? "8" : "1024"]);
}

const outputs = (shared: string) => Promise.all(OUTPUTS.map((name) => readFile(join(shared, name), "utf8")));

/** Every step of every run of a shared folder that was sent to workers, with its terminal states. */
async function stepEnds(shared: string): Promise<Map<string, string[]>> {
  const ends = new Map<string, string[]>();
  for (const run of await readdir(join(shared, "runs"))) {
    const lines = (await readFile(join(shared, "runs", run, "events.jsonl"), "utf8")).trim().split("\n");
    for (const event of lines.map((line) => JSON.parse(line))) {
      if (event.type !== "taskState") continue;
      const key = `${event.runId} ${event.taskRunId}`;
      const isEnd = ["Completed", "Cached", "Failed", "Crashed", "Cancelled"].includes(event.state);
      ends.set(key, [...(ends.get(key) ?? []), ...(isEnd ? [event.state] : [])]);
    }
  }
  return ends;
}

/**
 * Kills a worker, and once the server, again and again while work goes on: not before `everyMs` have passed and
 * `results` more results are there, so that on a machine of any speed the same happens.
 */
async function chaos(
  work: Promise<void>,
  fleet: Awaited<ReturnType<typeof startFleet>>,
  shared: string,
  pace: { readonly everyMs: number; readonly results: number },
): Promise<number> {
  let over = false;
  const done = work.finally(() => {
    over = true;
  });
  done.catch(() => {});
  const store = folderResultStore(join(shared, "results"));
  const count = async () => {
    let keys = 0;
    for await (const _ of store.keys()) keys++;
    return keys;
  };
  let killed = 0;
  for (;;) {
    const before = await count();
    const began = performance.now();
    while (!over && (performance.now() - began < pace.everyMs || (await count()) < before + pace.results)) {
      await sleep(50);
    }
    if (over) break;
    await fleet.killOne();
    if (++killed === 2) await fleet.restartRedis();
  }
  await done;
  return killed;
}

describe.skipIf(!hasRedis)("over a real Redis", () => {
  test("search and scoring on workers that die write the same bytes as one process, and each step finishes once", async () => {
    const data = await writeSentences(folder);
    const { prepared, expected } = await inProcess(data, "small");
    const fleet = await startFleet(2, prepared, ["--lease", "1s", "--max-crashes", "50"]);
    try {
      const work = searchAndScore(data, prepared, fleet.url);
      expect(await chaos(work, fleet, prepared, { everyMs: 0, results: 4 })).toBeGreaterThan(1);
    } finally {
      await fleet.stop();
    }
    expect(await outputs(prepared)).toEqual(expected);
    const ends = [...(await stepEnds(prepared)).values()];
    expect(ends.length).toBeGreaterThan(12);
    expect(ends.every((states) => states.length === 1)).toBe(true);
    // The same again: nothing is computed a second time.
    await searchAndScore(data, prepared);
    expect(await outputs(prepared)).toEqual(expected);
  }, 600_000);

  test.skipIf(!archive)(
    "the real reviews with 1, 2 and 4 workers, and with 4 that are killed every few seconds",
    async () => {
      const say = (line: string) => process.stdout.write(`${line}\n`);
      const { prepared, expected, seconds } = await inProcess(archive!, "real");
      say(`in process: ${seconds.toFixed(0)} s`);
      for (const workers of [1, 2, 4, "4, killed"] as const) {
        const shared = join(folder, `real-${workers}`);
        await cp(prepared, shared, { recursive: true });
        const fleet = await startFleet(workers === "4, killed" ? 4 : workers, shared, [
          "--lease",
          "3s",
          "--max-crashes",
          "50",
        ]);
        const began = performance.now();
        try {
          const work = searchAndScore(archive!, shared, fleet.url);
          const killed =
            workers === "4, killed"
              ? await chaos(work, fleet, shared, { everyMs: 5_000, results: 1 })
              : await work.then(() => 0);
          say(`workers ${workers}: ${((performance.now() - began) / 1000).toFixed(0)} s, ${killed} killed`);
        } finally {
          await fleet.stop();
        }
        expect(await outputs(shared)).toEqual(expected);
        expect([...(await stepEnds(shared)).values()].every((states) => states.length === 1)).toBe(true);
        await rm(shared, { recursive: true, force: true });
      }
    },
    3_600_000,
  );
});
