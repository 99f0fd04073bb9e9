import { fileURLToPath } from "node:url";
import { InvalidOption } from "@imdb/core";
import { expect, test } from "vitest";
import type { CsvDialect } from "../csv/dialect.js";
import {
  type ByteRange,
  createParquetWriter,
  openBytes,
  openParquet,
  readBytes,
  readFileHead,
} from "./index.js";

const columns = [{ name: "text", type: "text" }] as const;
const dialect: CsvDialect = {};

async function readHere(range: ByteRange): Promise<unknown> {
  const file = await openBytes(fileURLToPath(import.meta.url));
  return file.read(range).next().finally(file.close);
}

/** Calls with one wrong argument each, by the name that the error must have. */
const CALLS: readonly (readonly [argument: string, call: (wrong: never) => unknown])[] = [
  ["path", (wrong) => readBytes(wrong).next()],
  ["options", (wrong) => readBytes("none.csv", wrong ?? null).next()],
  ["signal", (wrong) => readBytes("none.csv", { signal: wrong ?? 5 }).next()],
  ["onProgress", (wrong) => readBytes("none.csv", { onProgress: wrong ?? 5 }).next()],
  ["onFile", (wrong) => readBytes("none.csv", { onFile: wrong ?? 3 }).next()],
  ["maxByte", () => readBytes("none.csv", { maxByte: 1 } as never).next()],
  ["from", (wrong) => readHere({ from: wrong ?? -1 })],
  ["onStored", (wrong) => readHere({ onStored: wrong ?? 1 })],
  ["path", openBytes],
  ["path", openParquet],
  ["maxByte", () => openParquet("none.parquet", { maxByte: 1 } as never)],
  ["file", (wrong) => readFileHead("none.csv", wrong, "csv", dialect)],
  ["path", (wrong) => createParquetWriter(wrong, columns, { groupRows: 1 })],
  ["columns", (wrong) => createParquetWriter("never-made.parquet", wrong, { groupRows: 1 })],
  ["columns[0]", (wrong) => createParquetWriter("never-made.parquet", [wrong], { groupRows: 1 })],
  ["options", (wrong) => createParquetWriter("never-made.parquet", columns, wrong)],
  ["groupRows", (wrong) => createParquetWriter("never-made.parquet", columns, { groupRows: wrong })],
];

test.each(CALLS)("a wrong %s is a typed error that names it: %#", async (argument, call) => {
  for (const wrong of [null, undefined, 7.5] as never[]) {
    const error = await Promise.resolve()
      .then(() => call(wrong))
      .catch((cause: unknown) => cause);
    expect(InvalidOption.is(error), `${String(wrong)}: ${String(error)}`).toBe(true);
    expect(error).toMatchObject({ details: { option: argument } });
  }
});
