import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Example, InvalidOption } from "@imdb/core";
import { createParquetWriter, type ParquetColumn } from "@imdb/rows/node";
import { readPlainBytes } from "@imdb/runtime/files";
import type { StoredFile } from "./stored-dataset.js";

const FIELDS = ["id", "label", "group", "split", "text"] as const;
const TYPES = { string: "text", number: "number", boolean: "flag" } as const;
const OPTIONS = { groupRows: 10_000, createdBy: "hyparquet" };

/**
 * Writes examples to numbered Parquet files (Snappy): a column for each field, and `attributes.NAME` for each
 * attribute, numbers as doubles. Needs the optional package `hyparquet-writer`.
 *
 * @throws `MISSING_PEER`; `INVALID_OPTION` when an attribute has values of more than one type
 */
export async function writeParquetShards(
  folder: string,
  part: string,
  examples: readonly Example[],
  rowsPerShard: number,
): Promise<readonly [name: string, file: StoredFile][]> {
  const files: [string, StoredFile][] = [];
  for (let start = 0; start < examples.length; start += rowsPerShard) {
    const rows = examples.slice(start, start + rowsPerShard);
    const name = `${part}-${String(files.length).padStart(5, "0")}.parquet`;
    const columns = columnsOf(rows);
    const writer = await createParquetWriter(join(folder, name), columns, OPTIONS);
    writer.write(rows.map((row) => columns.map(({ take }) => take(row))));
    await writer.finish();
    const bytes = await readPlainBytes(join(folder, name));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    files.push([name, { bytes: bytes.length, rows: rows.length, sha256 }]);
  }
  return files;
}

interface ExampleColumn extends ParquetColumn {
  readonly take: (example: Example) => unknown;
}

function columnsOf(rows: readonly Example[]): ExampleColumn[] {
  const fields = FIELDS.filter((field) => rows.some((row) => row[field] !== undefined));
  const names = [...new Set(rows.flatMap(({ attributes = {} }) => Object.keys(attributes)))].sort();
  return [
    ...fields.map((name): ExampleColumn => ({ name, type: "text", take: (row) => row[name] })),
    ...names.map((name) => attributeColumn(name, rows)),
  ];
}

function attributeColumn(name: string, rows: readonly Example[]): ExampleColumn {
  const take = ({ attributes }: Example) => attributes?.[name];
  const types = new Set(rows.map(take).flatMap((value) => (value === undefined ? [] : [typeof value])));
  if (types.size > 1) {
    const expected = `"jsonl", because attribute ${name} has values of the types ${[...types].sort().join(", ")}`;
    throw InvalidOption.create({ option: "format", value: "parquet", expected });
  }
  const type = TYPES[[...types][0] as keyof typeof TYPES];
  return { name: `attributes.${name}`, type, take };
}
