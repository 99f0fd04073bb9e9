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

const ROWS = 1_000_000;
const built = new URL("../../dist/index.js", import.meta.url).href;

function* csv() {
  const random = seededRandom(5);
  const word = () => random.integer(36 ** 4).toString(36);
  yield "id,text,label,group\n";
  for (let i = 0; i < ROWS; i++) {
    yield `row-${i},"${Array.from({ length: 12 }, word).join(" ")}<br />",${i % 2},film-${i % 5000}\n`;
  }
}

// A process of its own, because a test runner's memory is not the library's.
const PROGRAM = `
  const { hashSplit, materializeStream, readCsv } = await import(process.argv[1]);
  const source = readCsv(process.argv[2], { labels: { 0: "neg", 1: "pos" } });
  const manifest = await materializeStream(source, process.argv[3], { split: hashSplit({ testSize: 0.2 }) });
  console.log(JSON.stringify({ counts: manifest.counts, megabytes: process.resourceUsage().maxRSS / 1024 }));
`;

test.skipIf(!toolFor("heavy", "a million CSV rows in bounded memory"))(
  "a million rows go from CSV to a versioned dataset in under 400 MB",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "imdb-stream-"));
    try {
      await pipeline(Readable.from(csv()), createWriteStream(join(folder, "rows.csv")));
      const args = [
        "--input-type=module",
        "-e",
        PROGRAM,
        built,
        join(folder, "rows.csv"),
        join(folder, "data"),
      ];
      const { counts, megabytes } = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
      expect(counts).toEqual({ read: ROWS, invalid: 0, removed: 0, moved: 0 });
      process.stderr.write(`MB ${megabytes}\n`);
      expect(megabytes).toBeLessThan(400);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  600_000,
);
