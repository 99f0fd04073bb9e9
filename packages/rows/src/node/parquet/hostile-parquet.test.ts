import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImdbError, seededRandom } from "@imdb/core";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rounds } from "../../../../../tools/optional/tools.mjs";
import { openParquet } from "../parquet-file.js";

let folder: string;
const unhandled: unknown[] = [];
const keep = (reason: unknown) => void unhandled.push(reason);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostile-parquet-"));
  process.on("unhandledRejection", keep);
});
afterAll(async () => {
  process.off("unhandledRejection", keep);
  await rm(folder, { recursive: true });
});

async function rowsOf(bytes: Uint8Array, limits = {}): Promise<Record<string, unknown>[]> {
  const path = join(folder, "data.parquet");
  await writeFile(path, bytes);
  const file = await openParquet(path, limits);
  try {
    const rows: Record<string, unknown>[] = [];
    for await (const group of file.groups()) rows.push(...group);
    return rows;
  } finally {
    await file.close();
  }
}

type Columns = Parameters<typeof parquetWriteBuffer>[0]["columnData"];
const written = (columnData: Columns, options = {}) =>
  new Uint8Array(parquetWriteBuffer({ columnData, ...options }));

const TEXTS = Array.from({ length: 60 }, (_, i) => (i % 7 === 3 ? null : `text ${i % 5}`));
const NUMBERS = Array.from({ length: 60 }, (_, i) => i * 3);
const LISTS = [
  { name: "root", num_children: 1 },
  { name: "tags", repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
  { name: "list", repetition_type: "REPEATED", num_children: 1 },
  { name: "element", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
];
const FILES: Readonly<Record<string, Uint8Array>> = {
  "texts with nulls": written([{ name: "text", data: TEXTS, type: "STRING" }], { rowGroupSize: 25 }),
  "many columns": written([
    { name: "text", data: TEXTS.map((text) => text ?? "none"), type: "STRING", nullable: false },
    { name: "stars", data: NUMBERS.map((n) => n / 2), type: "DOUBLE" },
    { name: "count", data: NUMBERS.map(BigInt), type: "INT64", encoding: "DELTA_BINARY_PACKED" },
    { name: "flag", data: NUMBERS.map((n) => n % 2 === 0), type: "BOOLEAN" },
  ]),
  prefixes: written([
    { name: "text", data: TEXTS.map((text) => text ?? "text"), type: "STRING", encoding: "DELTA_BYTE_ARRAY" },
    {
      name: "other",
      data: TEXTS.map((text) => text ?? "text"),
      type: "STRING",
      encoding: "DELTA_LENGTH_BYTE_ARRAY",
    },
  ]),
  "plain pages": written([{ name: "text", data: TEXTS, type: "STRING" }], {
    codec: "UNCOMPRESSED",
    statistics: false,
  }),
  "pages of the second version": written(
    [{ name: "text", data: NUMBERS.map((n) => `row ${n}`), type: "STRING" }],
    {
      codec: "UNCOMPRESSED",
    },
  ),
  lists: written([{ name: "tags", data: NUMBERS.map((n) => Array(n % 4).fill(`tag ${n}`)) }], {
    schema: LISTS,
  }),
};
const RUNS = rounds(150, 3000);

describe.each(Object.entries(FILES))("a file of %s", (name, good) => {
  test("is read", async () => {
    expect((await rowsOf(good)).length).toBe(60);
  });

  test(`that is damaged in ${RUNS} ways is its rows or a typed error, soon`, async () => {
    const random = seededRandom(name.length);
    for (let run = 0; run < RUNS; run++) {
      const bad = good.slice();
      for (let flips = 1 + Math.floor(random.next() * 4); flips > 0; flips--) {
        const at = Math.floor(random.next() * bad.length);
        bad[at] =
          random.next() < 0.5
            ? bad[at]! ^ (1 << Math.floor(random.next() * 8))
            : Math.floor(random.next() * 256);
      }
      const before = process.cpuUsage();
      await rowsOf(bad).catch((error: unknown) => {
        if (!ImdbError.isInstance(error)) throw error;
        expect(error.kind).toBe("input");
      });
      const { user } = process.cpuUsage(before);
      expect(user / 1000, `run ${run}`).toBeLessThan(1000);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(unhandled).toEqual([]);
  }, 300_000);

  test("that is cut anywhere is a typed error", async () => {
    for (let end = 0; end < good.length; end += 7) {
      await expect(rowsOf(good.subarray(0, end))).rejects.toMatchObject({ code: "UNREADABLE_FILE" });
    }
  });
});

test("a page header without the number that the parser goes on by is refused", async () => {
  // A file of one page of the second version, whose last field is the length of its repetition levels: the field's head
  // becomes the end of the struct.
  const good = FILES["pages of the second version"]!;
  const at = good.findIndex(
    (byte, i) => byte === 0x15 && good.subarray(i + 1, i + 4).every((next) => next === 0),
  );
  expect(at).toBeGreaterThan(0);
  const bad = good.slice();
  bad[at] = 0;
  await expect(rowsOf(bad)).rejects.toMatchObject({ code: "UNREADABLE_FILE" });
});

describe("a text that stands once in a file and in many rows", () => {
  const data = Array<string>(20_000).fill("a long text ".repeat(1000));
  const bomb = written([{ name: "text", data, type: "STRING" }]);

  test("counts as often as it is a row", async () => {
    await expect(rowsOf(bomb)).rejects.toMatchObject({
      code: "UNPACKED_TOO_LARGE",
      details: { limit: "maxRatio" },
    });
    expect((await rowsOf(bomb, { maxRatio: 1e9 })).length).toBe(20_000);
    await expect(rowsOf(bomb, { maxRatio: 1e9, maxBytes: 1e6 })).rejects.toMatchObject({
      details: { limit: "maxBytes" },
    });
  });
});
