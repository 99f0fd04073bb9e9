import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { ImdbError, type Random, seededRandom } from "@imdb/core";
import { expect, test } from "vitest";
import { GOOD, tarOf } from "../testing/acl-archive.js";
import type { CsvOptions } from "./files.js";
import { readFrom } from "./read-from.js";

// Files of every kind that is read, with bytes changed at random: whatever they hold, reading them ends, with every row
// accounted for or with a typed error.

/** Workbooks of Python's writers, in base64. */
const WORKBOOKS = new URL("../../../rows/src/node/excel/golden/excel.json", import.meta.url);
const GOLDEN = fileURLToPath(new URL("./golden/", import.meta.url));
/** Mutations of each file: 10,000 and more in all under IMDB_HEAVY. */
const ROUNDS = process.env["IMDB_HEAVY"] === "1" ? 500 : 12;
/** A file of a few kB is read in milliseconds. This is no measure of speed: it ends a file that hangs. */
const DEADLINE_MS = 20_000;

/** Texts that mean something in one of the formats. */
const TOKENS = [
  '"',
  "\\",
  "\r",
  "\n",
  "\r\n",
  ",",
  ";",
  "\0",
  "\uFEFF",
  "{",
  "}",
  "[",
  "]",
  "null",
  "1e999",
  "\uD800",
  "PAR1",
];

interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly options: CsvOptions;
}

async function samples(): Promise<Sample[]> {
  const found: Sample[] = [];
  for (const path of (await readdir(GOLDEN, { recursive: true })).sort()) {
    if (
      !/\.(csv|tsv|jsonl|ndjson|json|parquet)(\.(gz|zst|zip))?$/.test(path) ||
      path.endsWith("expected.json")
    )
      continue;
    found.push({
      name: path.replaceAll(/[\\/]/g, "-"),
      bytes: await readFile(join(GOLDEN, path)),
      options: {},
    });
  }
  const named = (suffix: string) => found.find(({ name }) => name.endsWith(suffix))!.bytes;
  const tar = await tarOf(GOOD);
  const workbooks = JSON.parse(await readFile(WORKBOOKS, "utf8")) as Record<
    string,
    { readonly file: string }
  >;
  return [
    ...found,
    { name: "gb18030-named.csv", bytes: named("gb18030.csv"), options: { encoding: "gb18030" } },
    {
      name: "utf16-guess.csv",
      bytes: named("utf16.csv").subarray(2),
      options: { encoding: "guess", delimiter: "detect" },
    },
    { name: "escaped.csv", bytes: named("escaped.csv"), options: { escapeChar: "\\" } },
    {
      name: "named.csv",
      bytes: named("semicolon.csv"),
      options: { delimiter: ";", header: ["text", "label", "id"] },
    },
    { name: "lines.jsonl.gz", bytes: gzipSync(named("lines.jsonl")), options: {} },
    { name: "comma.csv.gz", bytes: gzipSync(named("comma.csv")), options: {} },
    { name: "lines.jsonl.zst", bytes: zstandardFrame(named("lines.jsonl")), options: {} },
    ...Object.entries(workbooks).map(([writer, { file }]) => ({
      name: `${writer}.xlsx`,
      bytes: Buffer.from(file, "base64"),
      options: {},
    })),
    { name: "small.tar", bytes: tar, options: {} },
    { name: "small.tar.gz", bytes: gzipSync(tar), options: {} },
  ];
}

/** A frame of raw blocks without a checksum (RFC 8878, 3.1.1). */
function zstandardFrame(content: Uint8Array): Uint8Array {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]);
  const block = Buffer.alloc(3);
  block.writeUIntLE((content.length << 3) | 1, 0, 3);
  return Buffer.concat([header, block, content]);
}

/** The bytes with one to four changes. */
function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  let changed = Buffer.from(bytes);
  const at = () => random.integer(changed.length + 1);
  for (let changes = 1 + random.integer(4); changes > 0; changes--) {
    const [from, other] = [at(), at()];
    const span = changed.subarray(other, other + random.integer(64));
    switch (random.integer(6)) {
      case 0:
        if (from < changed.length) changed[from] = random.integer(256);
        break;
      case 1:
        if (from < changed.length) changed[from]! ^= 1 << random.integer(8);
        break;
      case 2:
        changed = changed.subarray(0, from);
        break;
      case 3:
        changed = Buffer.concat([changed.subarray(0, from), span, changed.subarray(from)]);
        break;
      case 4:
        changed = Buffer.concat([
          changed.subarray(0, from),
          changed.subarray(Math.min(changed.length, from + span.length)),
        ]);
        break;
      default: {
        const token = Buffer.from(TOKENS[random.integer(TOKENS.length)]!);
        changed = Buffer.concat([changed.subarray(0, from), token, changed.subarray(from)]);
      }
    }
  }
  return changed;
}

/** Lines that may be passed over: they count as rows of CSV and JSON Lines. */
function emptyLines(name: string, content: Uint8Array): number {
  if (/\.(json|parquet)$/.test(name)) return 0;
  if (!/\.(csv|tsv|jsonl)$/.test(name) || /utf16|gb18030/.test(name)) return Number.POSITIVE_INFINITY;
  return Buffer.from(content)
    .toString("latin1")
    .split(/[\r\n]/)
    .filter((line) => /^[\s\0\xEF\xBB\xBF]*$/.test(line)).length;
}

/** The numbers of the rows that were read; archives number nothing. */
async function rowsOf(path: string, options: CsvOptions, isFile: boolean): Promise<number[]> {
  const rows: number[] = [];
  for await (const { examples, invalid, placeOf } of (await readFrom(path, options)).batches()) {
    for (const { row, problem } of invalid) {
      expect(problem).not.toBe("");
      if (isFile) rows.push(row!);
    }
    if (isFile) rows.push(...examples.map((_, index) => placeOf!(index).row!));
  }
  return rows.sort((a, b) => a - b);
}

test("of a file whose bytes were changed every row is read or named, or a typed error says why not", {
  timeout: 30 * 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "mutated-"));
  const outcomes = new Map<string, number>();
  let read = 0;
  try {
    for (const { name, bytes, options } of await samples()) {
      const seed = createHash("sha256").update(name).digest().readUInt32LE();
      const random = seededRandom(seed);
      const isFile = !/\.tar(\.gz)?$/.test(name);
      for (let round = 0; round < ROUNDS; round++) {
        const path = join(folder, name);
        const content = mutated(bytes, random);
        await writeFile(path, content);
        const what = `${name}, round ${round} of seed ${seed}: ${Buffer.from(content).toString("base64").slice(0, 8000)}`;
        const late = AbortSignal.timeout(DEADLINE_MS);
        try {
          const rows = await rowsOf(path, { ...options, signal: late }, isFile);
          expect(new Set(rows).size, what).toBe(rows.length);
          expect((rows.at(-1) ?? 0) - rows.length, what).toBeLessThanOrEqual(emptyLines(name, content));
          read++;
        } catch (error) {
          if (!ImdbError.isInstance(error)) throw new Error(`${what}\n${String(error)}`, { cause: error });
          if (["UNEXPECTED", "CANCELLED"].includes(error.code)) throw new Error(what, { cause: error });
          expect(error.message.length, what).toBeLessThan(4000);
          outcomes.set(error.code, (outcomes.get(error.code) ?? 0) + 1);
        }
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  // Both ends of it are seen: a mutation that always fails, or never, tests nothing.
  expect(read).toBeGreaterThan(ROUNDS);
  expect(outcomes.size).toBeGreaterThan(2);
});
