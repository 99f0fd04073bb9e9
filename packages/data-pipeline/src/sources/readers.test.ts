import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Example, ImdbError } from "@imdb/core";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { failure } from "../testing/failure.js";
import { type CsvOptions, readCsv } from "./csv.js";
import type { InvalidRow } from "./invalid-row.js";
import { readJsonl } from "./jsonl.js";
import { readParquet } from "./parquet.js";
import { readFrom } from "./read-from.js";
import { readRecords } from "./records.js";
import type { Source, SourceRecord } from "./source.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-readers-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function written(content: string | Uint8Array, extension: string): Promise<string> {
  const path = join(folder, `data-${files++}${extension}`);
  await writeFile(path, content);
  return path;
}

async function drain(
  source: Source,
): Promise<{ examples: Example[]; invalid: InvalidRow[]; records: SourceRecord[] }> {
  const examples: Example[] = [];
  const invalid: InvalidRow[] = [];
  const records: SourceRecord[] = [];
  for await (const batch of source.batches({}, (record) => records.push(record))) {
    examples.push(...batch.examples);
    invalid.push(...batch.invalid);
  }
  return { examples, invalid, records };
}

const quoteCsv = (value: string) => `"${value.replaceAll('"', '""')}"`;
const rowArbitrary = fc.record({
  id: fc.string({ minLength: 1 }),
  text: fc.string({ unit: "grapheme", minLength: 1 }),
  label: fc.constantFrom("neg", "pos"),
});
const rowsArbitrary = fc.uniqueArray(rowArbitrary, { selector: ({ id }) => id, minLength: 1, maxLength: 30 });

describe("CSV", () => {
  test("reads RFC 4180: quotes, line breaks and quotes in fields, CRLF, a byte order mark", async () => {
    const csv = '\ufeffid,text,label\r\n1,"Two\r\nlines, and a ""quote""",pos\r\n2,plain,neg\r\n';
    const { examples, records } = await drain(readCsv(await written(csv, ".csv")));
    expect(examples).toEqual([
      { id: "1", text: 'Two\r\nlines, and a "quote"', label: "pos" },
      { id: "2", text: "plain", label: "neg" },
    ]);
    expect(records).toMatchObject([{ kind: "csv", bytes: Buffer.byteLength(csv) }]);
  });

  test("reads other delimiters, quotes, headers, and tabs by the name", async () => {
    const semicolon = await written("id;text;label\n1;'a;b';pos\n", ".csv");
    expect((await drain(readCsv(semicolon, { delimiter: ";", quote: "'" }))).examples[0]?.text).toBe("a;b");
    const tabs = await written("id\ttext\n1\ta,b\n", ".tsv");
    expect((await drain(readCsv(tabs))).examples).toEqual([{ id: "1", text: "a,b" }]);
    const bare = await written("1,fine\n", ".csv");
    expect((await drain(readCsv(bare, { header: ["id", "text"] }))).examples).toEqual([
      { id: "1", text: "fine" },
    ]);
  });

  test("maps columns, names labels, keeps attributes, checks a schema", async () => {
    const path = await written("review,sentiment,stars,film\nA gem.,1,5,tt1\nDull.,0,2,tt2\n", ".csv");
    const { examples } = await drain(
      readCsv(path, {
        columns: { text: "review", label: "sentiment", group: "film", attributes: ["stars"] },
        labels: { "0": "neg", "1": "pos" },
        schema: z.looseObject({ stars: z.coerce.number().int().max(5) }),
      }),
    );
    expect(examples).toMatchObject([
      { text: "A gem.", label: "pos", group: "tt1", attributes: { stars: 5 } },
      { text: "Dull.", label: "neg", group: "tt2", attributes: { stars: 2 } },
    ]);
    expect(new Set(examples.map(({ id }) => id)).size).toBe(2);
  });

  test("says which row and field is wrong, and loses none of the others", async () => {
    const csv = "id,text,label\n1,good,1\n2,short\n3,odd,9\n4,fine,0\n";
    const options: CsvOptions<"neg" | "pos"> = { labels: { "0": "neg", "1": "pos" } };
    const { examples, invalid } = await drain(readCsv(await written(csv, ".csv"), options));
    expect(examples.map(({ id }) => id)).toEqual(["1", "4"]);
    expect(invalid).toMatchObject([
      { row: 2, problem: "it has 2 fields, the header has 3", raw: ["2", "short"] },
      { row: 3, field: "label", problem: 'the label "9" is not one of 0, 1' },
    ]);
  });

  test("a missing column, an open quote, no rows and no text are typed errors", async () => {
    const noText = failure(drain(readCsv(await written("id,review\n1,x\n", ".csv"))));
    expect(await noText).toMatchObject({
      code: "MISSING_COLUMN",
      details: { column: "text", columns: ["id", "review"] },
    });
    const open = await failure(drain(readCsv(await written('id,text\n1,"open\n2,x\n', ".csv"))));
    expect(open).toMatchObject({ code: "UNREADABLE_FILE" });
    expect(open.message).toMatch(/a quote is never closed/);
    expect((await failure(drain(readCsv(await written("", ".csv"))))).code).toBe("NO_DOCUMENTS");
    expect((await failure(drain(readCsv(join(folder, "absent.csv"))))).code).toBe("FILE_FAILURE");
  });

  test("a field that is not UTF-8 is an invalid row with its bytes", async () => {
    const bytes = Buffer.concat([
      Buffer.from("id,text\n1,caf"),
      Buffer.from([0xe9]),
      Buffer.from("\n2,ok\n"),
    ]);
    const { examples, invalid } = await drain(readCsv(await written(bytes, ".csv")));
    expect(examples).toEqual([{ id: "2", text: "ok" }]);
    expect(invalid).toMatchObject([{ row: 1, problem: "text: byte 3 of the field is not UTF-8" }]);
  });

  test("round trips any text", async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, async (rows) => {
        const lines = rows.map(({ id, text, label }) => [id, text, label].map(quoteCsv).join(","));
        const path = await written(`id,text,label\n${lines.join("\n")}\n`, ".csv");
        expect((await drain(readCsv(path))).examples).toEqual(rows);
      }),
      { numRuns: 50 },
    );
  });
});

describe("JSON Lines", () => {
  test("round trips any text, also gzipped, whatever the line ends", async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, fc.constantFrom("\n", "\r\n", "\n\n"), async (rows, end) => {
        const lines = Buffer.from(rows.map((row) => JSON.stringify(row)).join(end));
        expect((await drain(readJsonl(await written(lines, ".jsonl")))).examples).toEqual(rows);
        expect((await drain(readJsonl(await written(gzipSync(lines), ".jsonl.gz")))).examples).toEqual(rows);
      }),
      { numRuns: 50 },
    );
  });

  test("says which line is wrong, and loses none of the others", async () => {
    const lines = [
      '{"id":"1","text":"a"}',
      "{broken",
      "[1]",
      '{"id":"4"}',
      '{"id":5,"text":"e","label":0}',
      "7",
      "",
    ];
    const { examples, invalid } = await drain(readJsonl(await written(lines.join("\n"), ".jsonl")));
    expect(examples).toEqual([
      { id: "1", text: "a" },
      { id: "5", text: "e", label: "0" },
    ]);
    expect(invalid).toMatchObject([
      { row: 2, problem: expect.stringMatching(/not JSON/), raw: "{broken" },
      { row: 3, problem: "it is not an object with named fields" },
      { row: 4, field: "text", problem: "the text is missing" },
      { row: 6, problem: "it is not an object with named fields" },
    ]);
  });

  test("rows without an id get one from their content, wherever they stand", async () => {
    const lines = ['{"text":"a"}', '{"text":"b"}', '{"text":"a"}'];
    const ids = async (some: string[]) =>
      (await drain(readJsonl(await written(some.join("\n"), ".jsonl")))).examples.map(({ id }) => id).sort();
    const expected = await ids(lines);
    expect(new Set(expected).size).toBe(3);
    expect(await ids(lines.toReversed())).toEqual(expected);
  });

  test("a name with __proto__ is data and nothing else", async () => {
    const line = '{"text":"a","__proto__":{"x":1},"attributes":{"__proto__":3}}';
    const { examples } = await drain(readJsonl(await written(line, ".jsonl")));
    expect(Object.getPrototypeOf(examples[0]!.attributes)).toBe(Object.prototype);
    expect(Object.entries(examples[0]!.attributes!)).toEqual([["__proto__", 3]]);
  });
});

describe("Parquet", () => {
  test("round trips any text, in row groups", async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, async (rows) => {
        const columnData = (["id", "text", "label"] as const).map((name) => ({
          name,
          data: rows.map((row) => row[name]),
          type: "STRING" as const,
        }));
        const bytes = new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 7 }));
        expect((await drain(readParquet(await written(bytes, ".parquet")))).examples).toEqual(rows);
      }),
      { numRuns: 30 },
    );
  });

  test("reads numbers, flags and 64-bit integers as labels and attributes", async () => {
    const columnData = [
      { name: "text", data: ["a", "b"], type: "STRING" as const },
      { name: "label", data: [0n, 1n], type: "INT64" as const },
      { name: "stars", data: [2.5, 5], type: "DOUBLE" as const },
    ];
    const path = await written(new Uint8Array(parquetWriteBuffer({ columnData })), ".parquet");
    const options = { labels: { "0": "neg", "1": "pos" }, columns: { attributes: ["stars"] } };
    expect((await drain(readParquet(path, options))).examples).toMatchObject([
      { text: "a", label: "neg", attributes: { stars: 2.5 } },
      { text: "b", label: "pos", attributes: { stars: 5 } },
    ]);
  });

  test("any damage is a typed error or the rows", async () => {
    const columnData = [{ name: "text", data: ["a", "b", "c"], type: "STRING" as const }];
    const good = new Uint8Array(parquetWriteBuffer({ columnData }));
    for (let i = 0; i < good.length; i += 3) {
      const bad = good.slice();
      bad[i] = bad[i]! ^ 0xff;
      const path = await written(bad, ".parquet");
      await drain(readParquet(path)).catch((error: unknown) => {
        if (!ImdbError.isInstance(error)) throw error;
      });
    }
    expect((await failure(drain(readParquet(await written("PAR1", ".parquet"))))).code).toBe(
      "UNREADABLE_FILE",
    );
  });
});

describe("every reader", () => {
  test("any byte string ends in rows or a typed error", async () => {
    const names = [".csv", ".tsv", ".jsonl", ".csv.gz", ".jsonl.zst", ".parquet"];
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...names), async (bytes, name) => {
        const source = await readFrom(await written(bytes, name));
        await drain(source).catch((error: unknown) => {
          if (!ImdbError.isInstance(error)) throw error;
        });
      }),
      { numRuns: 300 },
    );
  });

  test("refuses compressed bombs", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, " "));
    expect((await failure(drain(readJsonl(await written(bomb, ".jsonl.gz"))))).code).toBe(
      "UNPACKED_TOO_LARGE",
    );
    // A Zstandard frame of run-length blocks: 4 bytes unpack to 128 KiB each.
    const block = Buffer.from([
      0x02 | ((131072 << 3) & 0xff),
      (131072 >> 5) & 0xff,
      (131072 >> 13) & 0xff,
      0x20,
    ]);
    const frame = Buffer.concat([
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]),
      ...Array(50_000).fill(block),
    ]);
    expect((await failure(drain(readJsonl(await written(frame, ".jsonl.zst"))))).code).toBe(
      "UNPACKED_TOO_LARGE",
    );
  });

  test("reads Zstandard, and notices where it is cut", async () => {
    const content = '{"id":"1","text":"A gem.","label":"pos"}\n'.repeat(1);
    // One raw block in one frame without a checksum: RFC 8878, section 3.1.1.
    const header = 1 | (content.length << 3);
    const frame = Buffer.concat([
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, content.length]),
      Buffer.from([header & 0xff, (header >> 8) & 0xff, header >> 16]),
      Buffer.from(content),
    ]);
    const { examples } = await drain(readJsonl(await written(frame, ".jsonl.zst")));
    expect(examples).toEqual([{ id: "1", text: "A gem.", label: "pos" }]);
    for (let end = 1; end < frame.length; end++) {
      const error = await failure(drain(readJsonl(await written(frame.subarray(0, end), ".jsonl.zst"))));
      expect(error.code, `cut at ${end}`).toMatch(/INVALID_ARCHIVE|NO_DOCUMENTS/);
    }
  });

  test("records: arrays, generators and async generators, with their rows counted", async () => {
    async function* rows() {
      yield { text: "a" };
      yield { text: 3 };
    }
    const { examples, invalid } = await drain(readRecords(rows()));
    expect(examples).toMatchObject([{ text: "a" }]);
    expect(invalid).toMatchObject([{ row: 2, field: "text", problem: "the text is a number, not text" }]);
  });

  test("is chosen by the name, and refuses a name it does not know", async () => {
    const path = await written("text\nfine\n", ".csv");
    expect((await readFrom(path)).kind).toBe("csv");
    expect((await failure(readFrom(join(folder, "x.xlsx")))).code).toBe("INVALID_OPTION");
    expect(() => readCsv(path, { delimiter: ";;" })).toThrow(/delimiter/);
    expect(() => readCsv(path, { columns: { txt: "a" } as never })).toThrow(/columns.txt/);
  });
});
