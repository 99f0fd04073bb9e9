import { InvalidOption } from "@imdb/core";
import { expect, test } from "vitest";
import type { CsvDialect } from "../csv/dialect.js";
import { createParquetWriter, openBytes, openParquet, readBytes, readFileHead } from "./index.js";

const columns = [{ name: "text", type: "text" }] as const;
const dialect: CsvDialect = {};

/** Calls with one wrong argument each, by the name that the error must have. */
const CALLS: readonly (readonly [argument: string, call: (wrong: never) => unknown])[] = [
  ["path", (wrong) => readBytes(wrong).next()],
  ["options", (wrong) => readBytes("none.csv", wrong ?? null).next()],
  ["path", openBytes],
  ["path", openParquet],
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
