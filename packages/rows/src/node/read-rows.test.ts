import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Progress } from "@imdb/core";
import { parquetMetadataAsync } from "hyparquet";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBytes } from "./byte-source.js";
import { openParquet } from "./parquet-file.js";
import { createParquetWriter } from "./parquet-writer.js";
import { readFileHead } from "./read-head.js";
import { readRows } from "./read-rows.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-rows-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function collect(path: string, options: Parameters<typeof readRows>[1]) {
  const rows = [];
  let columns: readonly string[] | undefined;
  for await (const batch of readRows(path, options)) {
    columns = batch.columns;
    rows.push(...batch.rows);
  }
  return { columns, rows };
}

test("reads CSV and JSON Lines, also compressed, and reports the file", async () => {
  const path = join(folder, "in.csv.gz");
  const packed = gzipSync(`\ufeff${"\n".repeat(300_000)}id;text\r1;a\r2;"b\r\n"`);
  await writeFile(path, packed);
  let record: unknown;
  const options = { format: "csv", delimiter: ";", onFile: (file: unknown) => (record = file) } as const;
  expect(await collect(path, options)).toEqual({
    columns: ["id", "text"],
    rows: [
      { row: 1, line: 300_002, value: { id: "1", text: "a" } },
      { row: 2, line: 300_003, value: { id: "2", text: "b\r\n" } },
    ],
  });
  expect(record).toMatchObject({ name: "in.csv.gz", bytes: packed.length });
  const lines = join(folder, "in.jsonl");
  await writeFile(lines, '\ufeff{"a":1}\n{"a":2}');
  expect((await collect(lines, { format: "jsonl" })).rows.map((row) => "value" in row && row.value)).toEqual([
    { a: 1 },
    { a: 2 },
  ]);
});

test("reads a JSON list, also compressed, and refuses what is none by the name of its file", async () => {
  const content = '\ufeff[{"a": 1},\n{"a": 12345678901234567890}]';
  await writeFile(join(folder, "in.json"), content);
  await writeFile(join(folder, "in.json.gz"), gzipSync(content));
  for (const name of ["in.json", "in.json.gz"])
    expect(await collect(join(folder, name), { format: "json" })).toEqual({
      columns: undefined,
      rows: [
        { row: 1, line: 1, value: { a: 1 } },
        { row: 2, line: 2, value: { a: 12345678901234567890n } },
      ],
    });
  await writeFile(join(folder, "none.json"), '{"a": 1}');
  await expect(collect(join(folder, "none.json"), { format: "json" })).rejects.toThrow("none.json is not");
});

test("rows come as the bytes of the file come, each once, with the same columns", async () => {
  const path = join(folder, "large.csv");
  const rows = Array.from({ length: 60_000 }, (_, i) => `${i},text ${i}`);
  await writeFile(path, `id,text\n${rows.join("\n")}\n`);
  const progress: Progress[] = [];
  let size = 0;
  const options = {
    format: "csv",
    onProgress: (now: Progress) => void progress.push(now),
    onFile: ({ bytes }: { bytes: number }) => {
      size = bytes;
    },
  } as const;
  const batches = [];
  for await (const batch of readRows(path, options)) batches.push(batch);
  const ids = batches.flatMap((batch) =>
    batch.rows.map((row) => "value" in row && Object.values(row.value as object)[0]),
  );
  expect(ids).toEqual(rows.map((_, i) => String(i)));
  expect(batches.filter((batch) => batch.rows.length > 1000).length).toBeGreaterThan(2);
  expect(batches.every(({ columns }) => columns?.join() === "id,text")).toBe(true);
  expect(progress.at(-1)).toEqual({ stage: "reading", done: size, total: size, unit: "bytes" });
});

test("the head of an open file is read within limits", async () => {
  const path = join(folder, "head.csv.gz");
  await writeFile(path, gzipSync("id;text\n1;a\n"));
  const file = await openBytes(path);
  const head = await readFileHead(path, file, "csv", { delimiter: ";" });
  expect(head).toMatchObject({
    reading: { format: "csv", layout: { header: ["id", "text"] } },
    start: { row: 1, line: 2, byte: 8 },
  });
  await expect(readFileHead(path, file, "csv", {}, { maxBytes: 1 })).rejects.toMatchObject({
    code: "UNPACKED_TOO_LARGE",
  });
  await file.close();
});

test("no more of a file is read than its head", async () => {
  async function* read() {
    yield Buffer.from("i");
    yield Buffer.from("d,text\n1,");
    expect.fail("it was read on");
  }
  const { reading } = await readFileHead("in.csv", { read } as never, "csv", {});
  expect(reading).toMatchObject({ layout: { header: ["id", "text"] } });
});

test("a delimiter by the name of a compressed file, and names given for one without a header", async () => {
  await writeFile(join(folder, "in.tsv.gz"), gzipSync("a\tb\n1\t2\n"));
  expect((await collect(join(folder, "in.tsv.gz"), { format: "csv" })).columns).toEqual(["a", "b"]);
  const options = { format: "csv", header: ["x", "y"], delimiter: "\t", quote: "" } as const;
  expect((await collect(join(folder, "in.tsv.gz"), options)).rows).toMatchObject([
    { value: { x: "a", y: "b" } },
    { value: { x: "1", y: "2" } },
  ]);
});

test("Parquet is read within limits, with progress, until it is cancelled", async () => {
  const path = join(folder, "limits.parquet");
  const writer = await createParquetWriter(path, [{ name: "text", type: "text" }], { groupRows: 2 });
  writer.write([["a"], ["b"], ["c"]]);
  await writer.finish();
  const bytes = await readFile(path);
  const progress: Progress[] = [];
  let record: unknown;
  const options = {
    format: "parquet",
    onProgress: (now: Progress) => void progress.push(now),
    onFile: (file: unknown) => {
      record = file;
    },
  } as const;
  await collect(path, options);
  const { length } = bytes;
  expect(progress).toEqual([
    { stage: "reading", done: Math.round((length * 2) / 3), total: length, unit: "bytes" },
    { stage: "reading", done: length, total: length, unit: "bytes" },
  ]);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(record).toEqual({ name: "limits.parquet", bytes: length, sha256 });
  await expect(collect(path, { format: "parquet", maxBytes: 1 })).rejects.toMatchObject({
    code: "UNPACKED_TOO_LARGE",
  });
  const cancelled = collect(path, { format: "parquet", signal: AbortSignal.abort() });
  await expect(cancelled).rejects.toMatchObject({
    code: "CANCELLED",
    message: expect.stringContaining("Reading limits.parquet"),
  });
});

test("wrong options are refused at once", () => {
  expect(() => readRows("in.csv", { format: "xml" as never })).toThrow(
    expect.objectContaining({
      code: "INVALID_OPTION",
      details: expect.objectContaining({ option: "format" }),
    }),
  );
  expect(() => readRows(5 as never, { format: "csv" })).toThrow(
    expect.objectContaining({ code: "INVALID_OPTION", details: expect.objectContaining({ option: "path" }) }),
  );
});

test("a column of Parquet is text, a number or a flag, in the order that is given", async () => {
  const path = join(folder, "types.parquet");
  await expect(
    createParquetWriter(path, [{ name: "a", type: "date" as never }], { groupRows: 1 }),
  ).rejects.toMatchObject({ code: "INVALID_OPTION", details: { option: "columns[0]" } });
  await expect(createParquetWriter(path, [], { groupRows: 1 })).rejects.toMatchObject({
    code: "INVALID_OPTION",
  });
  const elsewhere = createParquetWriter(join(folder, "no", "a.parquet"), [{ name: "a", type: "text" }], {
    groupRows: 1,
  });
  await expect(elsewhere).rejects.toMatchObject({ code: "FILE_FAILURE" });
  const options = { groupRows: 1, createdBy: "the test" };
  const writer = await createParquetWriter(path, [{ name: "a", type: "text" }], options);
  expect(() => writer.write(5 as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  writer.write([[undefined], [null], ["x"]]);
  await writer.finish();
  expect((await collect(path, { format: "parquet" })).rows.map((row) => "value" in row && row.value)).toEqual(
    [{ a: null }, { a: null }, { a: "x" }],
  );
  const metadata = await parquetMetadataAsync(new Uint8Array(await readFile(path)).buffer);
  expect([metadata.created_by, metadata.row_groups.length]).toEqual(["the test", 3]);
});

test("writes Parquet in groups and reads it from any row, some columns or all", async () => {
  const path = join(folder, "out.parquet");
  const columns = [
    { name: "text", type: "text" },
    { name: "stars", type: "number" },
    { name: "seen", type: "flag" },
  ] as const;
  const rows = Array.from({ length: 25 }, (_, i) => [`t${i}`, i % 7 ? i : null, i % 2 === 0]);
  const writer = await createParquetWriter(path, columns, { groupRows: 10 });
  writer.write(rows.slice(0, 20));
  writer.write(rows.slice(20));
  await writer.finish();
  const objects = rows.map(([text, stars, seen]) => ({ text, stars, seen }));
  const read = await collect(path, { format: "parquet" });
  expect(read).toEqual({
    columns: ["text", "stars", "seen"],
    rows: objects.map((value, i) => ({ row: i + 1, value })),
  });
  const file = await openParquet(path);
  const groups = [];
  for await (const group of file.groups(["text"], 13)) groups.push(group.map(({ text }) => text));
  await file.close();
  expect(groups).toEqual([rows.slice(13, 20), rows.slice(20)].map((some) => some.map(([text]) => text)));
  const once = join(folder, "once.parquet");
  const whole = await createParquetWriter(once, columns, { groupRows: 10 });
  whole.write(rows);
  await whole.finish();
  expect(await readFile(once)).toEqual(await readFile(path));
});
