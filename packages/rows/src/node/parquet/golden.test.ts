import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openParquet } from "../parquet-file.js";
import golden from "./golden/pyarrow.json" with { type: "json" };

// The files are written by tools/parity/rows/parquet_files.py.
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "golden-parquet-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Rows as the golden file has them: whole numbers and decimals as texts with all digits. */
function plain(rows: unknown): unknown {
  // A list or an object that is missing is undefined.
  const text = JSON.stringify(rows, (_, value) =>
    typeof value === "bigint" ? String(value) : (value ?? null),
  );
  return JSON.parse(text);
}

test.each(golden.cases)(`rows of pyarrow ${golden.pyarrow}: $what`, async ({ what, file, columns, rows }) => {
  const path = join(folder, `${what.replaceAll(/\W/g, "-")}.parquet`);
  await writeFile(path, Buffer.from(file, "base64"));
  const open = await openParquet(path);
  const read: unknown[] = [];
  for await (const group of open.groups()) read.push(...group);
  await open.close();
  expect(plain(read)).toEqual(rows);
  expect([open.rows, open.columns]).toEqual([rows.length, columns]);
});
