import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { type Random, seededRandom } from "@imdb/core";
import { saveBundle } from "@imdb/runtime/bundles";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { trainedFiles } from "../testing/trained-model.js";

const ROWS = rounds(20_000, 5_000_000);
const LIMIT_MB = 500;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scale-"));
  const random = seededRandom(3);
  // Some 100,000 words and pairs: a model about as large as one of real reviews.
  const examples = Array.from({ length: 2000 }, (_, i) => ({
    id: String(i),
    text: words(random, 40),
    label: i % 2 ? "neg" : "pos",
  }));
  await saveBundle(await trainedFiles(examples), join(folder, "model"));
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

function words(random: Random, count: number): string {
  return Array.from({ length: count }, () => `word${random.integer(30_000)}`).join(" ");
}

/** Rows of a dozen words, some of them with quotes and line breaks. */
async function writeRows(path: string): Promise<void> {
  const random = seededRandom(4);
  const texts = Array.from({ length: 5000 }, (_, i) => words(random, 12) + (i % 10 ? "" : '\n""so to say""'));
  const file = await open(path, "w");
  await file.write("id,text\n");
  for (let from = 0; from < ROWS; from += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, ROWS - from) }, (_, i) => {
      return `${from + i},"${texts[random.integer(texts.length)]}"\n`;
    });
    await file.write(lines.join(""));
  }
  await file.close();
}

test(`${ROWS} rows are scored on two threads within ${LIMIT_MB} MB, every one in its place`, async () => {
  const [input, output, source] = ["in.csv", "out.csv", "model"].map((name) => join(folder, name));
  await writeRows(input!);
  const script = join(folder, "score.mjs");
  await writeFile(
    script,
    `import { loadModel } from ${JSON.stringify(new URL("../../dist/defaults.js", import.meta.url).href)};
    import { scoreFile } from ${JSON.stringify(new URL("../../dist/node/index.js", import.meta.url).href)};
    const [input, output, source] = ${JSON.stringify([input, output, source])};
    const predictor = await loadModel(source);
    const { rows, rowsPerSecond } = await scoreFile({ input, output, predictor, threads: 2, model: { source } });
    const megabytes = process.resourceUsage().maxRSS / 1024;
    process.stdout.write(JSON.stringify({ rows, rowsPerSecond, megabytes }));`,
  );
  const env = { ...process.env, NODE_OPTIONS: "" };
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env });
  const { rows, megabytes } = JSON.parse(stdout);
  expect(rows).toBe(ROWS);
  expect(megabytes, stdout).toBeLessThan(LIMIT_MB);
  let next = 0;
  for await (const line of createInterface({ input: createReadStream(output!) })) {
    if (next > 0 && !line.startsWith(`${next - 1},`)) throw new Error(`line ${next}: ${line}`);
    next++;
  }
  expect(next).toBe(ROWS + 1);
}, 3_000_000);
