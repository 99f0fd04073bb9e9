import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImdbError } from "@imdb/core";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { HeadReader } from "../format/head-reader.js";
import { rowReader } from "../format/line-format.js";
import { inUtf8 } from "./encoding/in-utf8.js";
import { type ReadRowsOptions, readRows } from "./read-rows.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-any-file-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const encodings = [
  "utf-8",
  "guess",
  "windows-1252",
  "utf-16le",
  "utf-16be",
  "shift_jis",
  "gb18030",
  "euc-kr",
];
const part = fc.constantFrom<Uint8Array | string>(
  "id,text\n",
  "1,a\r\n",
  '2;"b"\r',
  "caf\u00e9\t'x'|",
  "\u6620\u753b",
  "\0",
  "\n",
  Uint8Array.of(0xff, 0xfe),
  Uint8Array.of(0xfe, 0xff),
  Uint8Array.of(0xef, 0xbb, 0xbf),
  Uint8Array.of(0xe9),
  Uint8Array.of(0x82, 0xa0),
  Uint8Array.of(0x81),
  Uint8Array.of(0x3d, 0xd8, 0x00, 0xde),
);
const bytesOf = fc
  .array(part, { maxLength: 12 })
  .map((parts) => Buffer.concat(parts.map((one) => (typeof one === "string" ? Buffer.from(one) : one))));
const mark = (marks: readonly string[]) => fc.option(fc.constantFrom("detect", ...marks), { nil: undefined });

/** What is read: the rows, or the code of the error. */
async function told(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (!ImdbError.isInstance(error)) throw error;
    return error.code;
  }
}

test("any bytes in any encoding and dialect are rows or a typed error, the same wherever they are cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      bytesOf,
      fc.constantFrom(...encodings),
      mark([",", ";", "\t"]),
      mark(['"', "'", ""]),
      fc.integer({ min: 1, max: 9 }),
      async (bytes, encoding, delimiter, quote, size) => {
        const path = join(folder, "any.csv");
        await writeFile(path, bytes);
        const options = { format: "csv", encoding, delimiter, quote, columns: [] } as ReadRowsOptions;
        const whole = await told(async () => {
          const rows: unknown[] = [];
          for await (const batch of readRows(path, options)) rows.push(...batch.rows.map(withoutHint));
          return rows;
        });
        const parts = await told(() => inParts(bytes, size, options));
        // Of two errors in a file, the one that is met first depends on the chunks.
        expect(typeof parts === "string" ? "an error" : parts).toEqual(
          typeof whole === "string" ? "an error" : whole,
        );
      },
    ),
    { numRuns: rounds(300, 10_000) },
  );
}, 300_000);

/** The rows of bytes that come in chunks of a size. */
async function inParts(bytes: Uint8Array, size: number, options: ReadRowsOptions): Promise<unknown[]> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
  }
  const { encoding = "utf-8", delimiter, quote } = options;
  const head = new HeadReader("any.csv", "csv", { delimiter, quote }, []);
  const decoded: Uint8Array[] = [];
  for await (const chunk of inUtf8("any.csv", chunks(), encoding)) decoded.push(chunk);
  for (const chunk of decoded) head.push(chunk);
  const { reading, start } = head.end();
  const reader = rowReader(reading, start);
  const rows: object[] = [];
  for (let at = start.byte; at < head.bytes.length; at += size)
    rows.push(...reader.push(head.bytes.slice(at, at + size)));
  return [...rows, ...reader.end()].map(withoutHint);
}

function withoutHint(row: object): object {
  const { hint: _, ...others } = row as { hint?: string };
  return others;
}
