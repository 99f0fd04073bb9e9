import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { seededRandom } from "@imdb/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";

const KILLS = rounds(4, 100);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "killed-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A model that takes its time, so that kills hit the middle of the work; threads load it from this file too. */
const SLOW_MODEL = `
  const version = "sha256:" + "0".repeat(64);
  const predict = (text) => {
    const pos = (text.length % 97) / 97;
    return { label: pos > 0.5 ? "pos" : "neg", probabilities: { neg: 1 - pos, pos }, modelVersion: version };
  };
  export const loadModel = async () => ({
    name: "slow", modelVersion: version, labels: ["neg", "pos"], predict,
    predictBatch(texts) {
      const until = performance.now() + 1;
      while (performance.now() < until);
      return texts.map(predict);
    },
  });
`;

function program(model: string, input: string, output: string, threads: number): string {
  const loader = pathToFileURL(model).href;
  return `
    import { scoreFile } from ${JSON.stringify(new URL("../../dist/node/index.js", import.meta.url).href)};
    import { loadModel } from ${JSON.stringify(loader)};
    const summary = await scoreFile({
      input: ${JSON.stringify(input)}, output: ${JSON.stringify(output)}, predictor: await loadModel(),
      threads: ${threads}, model: { source: "", loader: ${JSON.stringify(loader)} },
      blockSize: 8192, checkpointSeconds: 0.02,
    });
    process.stdout.write(JSON.stringify(summary));
  `;
}

function run(script: string, killAfterMs: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let errors = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(out);
      else if (signal === "SIGKILL") resolve(undefined);
      else reject(new Error(errors));
    });
  });
}

test(`killed ${KILLS} times at random moments on two threads, the output is that of an undisturbed run on one`, async () => {
  const rows = Array.from({ length: 12_000 }, (_, i) =>
    i % 50 === 7 ? `${i},"stray` : `${i},"word, ${"x".repeat(i % 120)}\nline ""two"""`,
  );
  const input = join(folder, "in.csv");
  await writeFile(input, `id,text\n${rows.join("\n")}\n`);
  const calm = join(folder, "calm.csv");
  const script = join(folder, "run.mjs");
  const model = join(folder, "slow.mjs");
  await writeFile(model, SLOW_MODEL);
  await writeFile(script, program(model, input, calm, 1));
  const summary = JSON.parse((await run(script, 600_000))!);
  const disturbed = join(folder, "disturbed.csv");
  await writeFile(script, program(model, input, disturbed, 2));
  const random = seededRandom(7);
  let kills = 0;
  let finished: string | undefined;
  while (kills < KILLS || finished === undefined) {
    finished = await run(script, kills < KILLS ? 60 + random.integer(600) : 600_000);
    if (finished === undefined) kills++;
    // Done before all kills were used: begin another one, from the start.
    else if (kills < KILLS) {
      expect(await readFile(disturbed)).toEqual(await readFile(calm));
      await rm(disturbed);
    }
  }
  expect(await readFile(disturbed)).toEqual(await readFile(calm));
  const quarantine = await readFile(`${disturbed}.quarantine.jsonl`, "utf8");
  expect(quarantine).toBe(await readFile(`${calm}.quarantine.jsonl`, "utf8"));
  const {
    seconds: _,
    rowsPerSecond: __,
    latencyMs: ___,
    output: ____,
    quarantine: _____,
    ...counts
  } = JSON.parse(finished);
  expect(summary).toMatchObject(counts);
  expect((await readdir(folder)).filter((name) => /partial|checkpoint|tmp$|next$/.test(name))).toEqual([]);
}, 600_000);
