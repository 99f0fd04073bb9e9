import { execFileSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { seededRandom } from "@imdb/core";
import { expect, test } from "vitest";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";

const [FEW, MANY] = [100_000, 1_000_000];
/** What a row may keep in memory: its id, to check that it is unique, and its hash. */
const BYTES_A_ROW = 100;
const built = new URL("../../dist/index.js", import.meta.url).href;

function* csv(rows: number) {
  const random = seededRandom(5);
  const word = () => random.integer(36 ** 4).toString(36);
  yield "id,text,label,group\n";
  for (let i = 0; i < rows; i++) {
    yield `row-${i},"${Array.from({ length: 12 }, word).join(" ")}<br />",${i % 2},film-${i % 5000}\n`;
  }
}

// A process of its own, because a test runner's memory is not the library's.
const PROGRAM = `
  const { hashSplit, materializeStream, readCsv } = await import(process.argv[1]);
  const source = readCsv(process.argv[2], { labels: { 0: "neg", 1: "pos" } });
  const manifest = await materializeStream(source, process.argv[3], { split: hashSplit({ testSize: 0.2 }) });
  console.log(JSON.stringify({ counts: manifest.counts, bytes: process.resourceUsage().maxRSS * 1024 }));
`;

async function peakBytes(rows: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "imdb-stream-"));
  try {
    await pipeline(Readable.from(csv(rows)), createWriteStream(join(folder, "rows.csv")));
    const places = [built, join(folder, "rows.csv"), join(folder, "data")];
    const output = execFileSync(process.execPath, ["--input-type=module", "-e", PROGRAM, ...places], {
      encoding: "utf8",
    });
    const { counts, bytes } = JSON.parse(output);
    expect(counts).toEqual({ read: rows, invalid: 0, removed: 0, moved: 0 });
    return bytes;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test.skipIf(!toolFor("heavy", "a million CSV rows in bounded memory"))(
  "a million rows go from CSV to a versioned dataset, with at most 100 bytes of memory for each",
  async () => {
    const [few, many] = [await peakBytes(FEW), await peakBytes(MANY)];
    process.stderr.write(`MB ${few / 2 ** 20} for ${FEW} rows, ${many / 2 ** 20} for ${MANY}\n`);
    expect(many - few).toBeLessThan(BYTES_A_ROW * MANY);
  },
  600_000,
);
