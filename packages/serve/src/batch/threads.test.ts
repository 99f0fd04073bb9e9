import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { saveBundle } from "@imdb/runtime/bundles";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadModel } from "../defaults.js";
import type { Predictor } from "../predictor/predictor.js";
import { someTexts, trainedFiles } from "../testing/trained-model.js";
import { workerScript } from "../worker-script.js";
import type { Block, Job } from "./job.js";
import { scoreBlock } from "./score-block.js";
import { scoreFile } from "./score-file.js";
import { scoreOnThreads } from "./threads.js";

const SCRIPT = workerScript(undefined)!;
let folder: string;
let source: string;
let predictor: Predictor;
let job: Job;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "threads-"));
  source = join(folder, "model");
  await saveBundle(await trainedFiles(), source);
  predictor = await loadModel(source);
  const columns = { text: "text", id: null, keep: [], maxTextLength: 1000 };
  job = { columns, input: { format: "jsonl" }, output: "jsonl", labels: predictor.labels, abstains: false };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A block that can be given away: its bytes move to the thread that scores it. */
function block(seed: number): Block {
  const lines = someTexts(50, seed).map((text) => JSON.stringify({ text }));
  const content = new TextEncoder().encode(lines.join("\n"));
  const next = { row: lines.length + 1, line: lines.length + 1, byte: content.length };
  return { from: { row: 1, line: 1, byte: 0 }, rows: lines.length, next, content };
}

test("each block is scored once, on the calling thread or another, with the same result", {
  timeout: 60_000,
}, async () => {
  const scorers = scoreOnThreads(SCRIPT, 3, predictor, { source }, job);
  let moved = 0;
  try {
    // Until threads have taken part: they load their model meanwhile.
    for (let round = 0; moved < 20; round++) {
      const blocks = Array.from({ length: 12 }, (_, i) => block(round * 100 + i));
      const scored = await Promise.all(blocks.map((one) => scorers.score(one, undefined)));
      moved += blocks.filter(({ content }) => (content as Uint8Array).length === 0).length;
      scored.forEach(({ output }, i) => {
        const wanted = scoreBlock(predictor, job, block(round * 100 + i)).output;
        expect(Buffer.from(output).equals(wanted)).toBe(true);
      });
    }
  } finally {
    await scorers.close();
  }
});

test("a script that is no worker script is refused before a small file is scored, and nothing is written", async () => {
  const [input, output, other] = ["in.jsonl", "out.jsonl", "other.mjs"].map((name) => join(folder, name));
  await writeFile(input!, '{"text":"A great film."}\n');
  await writeFile(other!, "1;");
  const options = { input: input!, output: output!, predictor, threads: 2, model: { source } };
  await expect(scoreFile({ ...options, workerScript: other! })).rejects.toMatchObject({
    code: "INVALID_WORKER_SCRIPT",
    details: { package: "@imdb/serve", reason: "it ended with code 0" },
  });
  expect((await readdir(folder)).filter((name) => name.startsWith("out"))).toEqual([]);
});

test("a model that a thread cannot load fails what is not scored yet", { timeout: 60_000 }, async () => {
  const scorers = scoreOnThreads(SCRIPT, 2, predictor, { source: join(folder, "none") }, job);
  try {
    await expect(
      (async () => {
        for (;;) await scorers.score(block(1), undefined);
      })(),
    ).rejects.toMatchObject({ code: "FILE_FAILURE" });
  } finally {
    await scorers.close();
  }
});
