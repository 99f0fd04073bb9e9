import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { seededRandom } from "@imdb/core";
import { expect, test } from "vitest";
import { rounds } from "../../../tools/optional/tools.mjs";
import { createTracker, fileStore } from "../src/index.js";

const KILLS = rounds(12, 200);
const RECORDS = rounds(2_000, 100_000);
const WRITERS = 4;
const writerScript = fileURLToPath(new URL("./crash-writer.mjs", import.meta.url));

/** Runs a writer that is killed `ms` after its first acknowledgement. Returns its acknowledgements. */
function live(dir: string, runId: string, life: string, ms: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, [writerScript, dir, runId, life], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let acknowledged = "";
    let problem = "";
    child.stdout?.on("data", (bytes: Buffer) => {
      if (acknowledged === "") setTimeout(() => child.kill("SIGKILL"), ms);
      acknowledged += bytes;
    });
    child.stderr?.on("data", (bytes: Buffer) => {
      problem += bytes;
    });
    child.once("close", (_code, signal) => {
      if (signal === "SIGKILL") resolve(acknowledged.split("\n").slice(0, -1));
      else reject(new Error(`the writer ended by itself: ${problem}`));
    });
  });
}

test(`kill -9 at ${KILLS} random moments, ${WRITERS} processes on one run: no acknowledged record is lost, none is half written`, {
  timeout: 1_200_000,
}, async () => {
  const dir = await mkdtemp(join(tmpdir(), "crash-"));
  const store = join(dir, "mlruns");
  const tracker = createTracker({ store: fileStore(store) });
  const experiment = await tracker.setExperiment("shared");
  const shared = await experiment.startRun();
  const random = seededRandom(7);
  const lives: { lines: readonly string[] }[] = [];
  const records = () =>
    lives.flatMap((life) => life.lines).reduce((n, line) => n + Number(line.split(" ")[2]), 0);

  async function writer(): Promise<void> {
    while (lives.length < KILLS || records() < RECORDS) {
      const life = { lines: [] as readonly string[] };
      const number = lives.push(life) - 1;
      life.lines = await live(store, shared.runId, String(number), random.integer(150));
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, writer));

  // A newly opened store, as after a crash of all processes.
  const after = fileStore(store);
  const latest = (await after.getRun(shared.runId)).latestMetrics;
  const histories = new Map<string, Map<number, number>>();
  for (const { key } of latest) {
    const history = await after.getMetricHistory(shared.runId, key);
    histories.set(key, new Map(history.map((metric) => [metric.step, metric.value])));
    expect(history.length, `${key} has records twice`).toBe(histories.get(key)?.size);
    const column = Number(/^m\/(\d+)$/.exec(key)?.[1]);
    for (const { step, value, timestamp } of history) {
      expect([value, timestamp], `a half written record of ${key}`).toEqual([
        step / 7 + column,
        1_000 + step,
      ]);
    }
  }
  let checked = 0;
  for (const { lines } of lives) {
    for (const line of lines) {
      const [ownRun, step, count] = line.split(" ");
      for (let key = 0; key < Number(count); key++) {
        const value = histories.get(`m/${key}`)?.get(Number(step));
        if (value !== Number(step) / 7 + key) throw new Error(`lost: step ${step} of m/${key}`);
        checked++;
      }
      if (line === lines.at(-1)) {
        const own = await after.getMetricHistory(ownRun!, "loss");
        expect(own.length).toBeGreaterThanOrEqual((Number(step) % 1_000_000) + 1);
      }
    }
  }
  expect(checked).toBeGreaterThanOrEqual(RECORDS);

  // After recover() MLflow's files have complete lines, as many as this library reads.
  const { killedRuns } = await after.recover();
  expect(killedRuns.length).toBe(lives.length);
  const folder = join(store, experiment.experimentId, shared.runId, "metrics", "m");
  const files = await readdir(folder);
  expect(files.length).toBe(histories.size);
  for (const file of files) {
    const lines = (await readFile(join(folder, file), "utf8")).split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.length).toBe(histories.get(`m/${file}`)?.size);
    for (const line of lines) expect(line).toMatch(/^\d+ [\d.e-]+ \d+$/);
  }
  await shared.end();
  await rm(dir, { recursive: true, force: true });
});
