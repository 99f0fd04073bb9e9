import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { seededRandom } from "@imdb/core";
import { expect, test } from "vitest";
import { rounds } from "../../../tools/optional/tools.mjs";
import { createTracker, fileStore, syncedStore } from "../src/index.js";

const KILLS = rounds(12, 200);
const WRITERS = 3;
const script = fileURLToPath(new URL("./sync-writer.mjs", import.meta.url));

/** Runs a writer that is killed `ms` after its first acknowledgement. Returns its acknowledgements. */
function live(args: readonly string[], ms: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let acknowledged = "";
    let problem = "";
    child.stdout.on("data", (bytes: Buffer) => {
      if (acknowledged === "") setTimeout(() => child.kill("SIGKILL"), ms);
      acknowledged += bytes;
    });
    child.stderr.on("data", (bytes: Buffer) => {
      problem += bytes;
    });
    child.once("close", (_code, signal) => {
      if (signal === "SIGKILL") resolve(acknowledged.split("\n").slice(0, -1));
      else reject(new Error(`the writer ended by itself: ${problem}`));
    });
  });
}

test(`kill -9 at ${KILLS} random moments, ${WRITERS} processes that write and send: the server has all that was acknowledged, once`, {
  timeout: 1_200_000,
}, async () => {
  const dir = await mkdtemp(join(tmpdir(), "sync-crash-"));
  const [folder, server] = [join(dir, "mlruns"), join(dir, "server")];
  const store = syncedStore(folder, fileStore(server));
  const shared = await (await createTracker({ store }).setExperiment("shared")).startRun();
  const random = seededRandom(11);
  const lives: (readonly string[])[] = [];
  let started = 0;

  async function writer(): Promise<void> {
    while (started < KILLS) {
      lives.push(await live([folder, server, shared.runId, String(started++)], random.integer(800)));
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, writer));
  await store.close();

  const serverStore = fileStore(server);
  const acknowledged = lives.flat().map((line) => line.split(" ") as [string, string]);
  const copy = (await store.serverId(shared.runId))!;
  const steps = (await serverStore.getMetricHistory(copy, "m")).map(({ step }) => step);
  for (const [what, step] of acknowledged) if (what === "shared") expect(steps).toContain(Number(step));
  expect(await journalled(serverStore, copy)).toBe(steps.length);
  for (const life of lives) {
    const runId = life[0]!.split(" ")[1]!;
    const last = Number(life.findLast((line) => line.startsWith("own "))?.split(" ")[1] ?? -1);
    const own = (await store.serverId(runId))!;
    const history = (await serverStore.getMetricHistory(own, "loss")).map(({ step }) => step);
    expect(history.length).toBeGreaterThan(last);
    expect(history).toEqual(history.map((_, step) => step));
    expect(await journalled(serverStore, own)).toBe(history.length);
    const texts = await serverStore.artifacts.list({ runId: own });
    expect(texts.length).toBeGreaterThanOrEqual(last < 0 ? 0 : Math.floor(last / 20) + 1);
  }
  const { experimentId } = (await serverStore.getExperimentByName("own"))!;
  expect((await serverStore.searchRuns({ experimentIds: [experimentId] })).items).toHaveLength(lives.length);
  expect(lives.length).toBeGreaterThanOrEqual(KILLS);
  await rm(dir, { recursive: true, force: true });
});

/** The number of metric records in a run's journals: one that was sent twice counts twice. */
async function journalled(store: ReturnType<typeof fileStore>, runId: string): Promise<number> {
  const folder = new URL(`${(await store.getRun(runId)).info.artifactUri}/../.journal/`);
  let lines = 0;
  for (const name of await readdir(folder)) {
    if (name.endsWith(".log"))
      lines += (await readFile(new URL(name, folder), "utf8")).split("\n").length - 1;
  }
  return lines;
}
