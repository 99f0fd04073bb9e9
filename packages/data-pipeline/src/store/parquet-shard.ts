import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Example, InvalidOption } from "@imdb/core";
import { loadPeer } from "../sources/load-peer.js";
import type { StoredFile } from "./stored-dataset.js";

const FIELDS = ["id", "label", "group", "split", "text"] as const;
const TYPES = { string: "STRING", number: "DOUBLE", boolean: "BOOLEAN" } as const;

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
  const { parquetWriteBuffer } = await loadPeer(
    "hyparquet-writer",
    "Writing Parquet",
    () => import("hyparquet-writer"),
  );
  const files: [string, StoredFile][] = [];
  for (let start = 0; start < examples.length; start += rowsPerShard) {
    const rows = examples.slice(start, start + rowsPerShard);
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData: columnsOf(rows), rowGroupSize: 10_000 }));
    const name = `${part}-${String(files.length).padStart(5, "0")}.parquet`;
    await writeFile(join(folder, name), bytes, { flag: "wx" });
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    files.push([name, { bytes: bytes.length, rows: rows.length, sha256 }]);
  }
  return files;
}

function columnsOf(rows: readonly Example[]) {
  const fields = FIELDS.filter((field) => rows.some((row) => row[field] !== undefined)).map((field) => ({
    name: field as string,
    data: rows.map((row) => row[field] ?? null),
    type: "STRING" as "STRING" | "DOUBLE" | "BOOLEAN",
    nullable: true,
  }));
  const names = [...new Set(rows.flatMap(({ attributes = {} }) => Object.keys(attributes)))].sort();
  const attributes = names.map((name) => {
    const data = rows.map((row) => row.attributes?.[name] ?? null);
    const types = new Set(data.filter((value) => value !== null).map((value) => typeof value));
    if (types.size > 1) {
      const expected = `"jsonl", because attribute ${name} has values of the types ${[...types].sort().join(", ")}`;
      throw InvalidOption.create({ option: "format", value: "parquet", expected });
    }
    const type = TYPES[[...types][0] as keyof typeof TYPES];
    return { name: `attributes.${name}`, data, type, nullable: true };
  });
  return [...fields, ...attributes] as Parameters<
    typeof import("hyparquet-writer").parquetWriteBuffer
  >[0]["columnData"];
}
