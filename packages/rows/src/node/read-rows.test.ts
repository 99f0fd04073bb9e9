import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openParquet } from "./parquet-file.js";
import { createParquetWriter } from "./parquet-writer.js";
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
