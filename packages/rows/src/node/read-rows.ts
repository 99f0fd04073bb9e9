import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { throwIfCancelled } from "@imdb/core";
import type { ReadRow } from "../bytes/row.js";
import type { RowReader } from "../bytes/row-buffer.js";
import { joinBytes } from "../bytes/text.js";
import type { CsvDialect } from "../csv/dialect.js";
import { readHead, rowReader } from "../format/line-format.js";
import { type ByteOptions, readBytes, withoutCompression } from "./byte-source.js";
import { openParquet } from "./parquet-file.js";

/** Formats of rows. */
export type RowFormat = "csv" | "jsonl" | "parquet";

/** How a file of rows is read. */
export interface ReadRowsOptions extends CsvDialect, ByteOptions {
  readonly format: RowFormat;
}

/** Some rows of a file, in its order. */
export interface RowBatch {
  /** Names of the columns; JSON Lines have none. */
  readonly columns: readonly string[] | undefined;
  readonly rows: readonly ReadRow[];
}

/**
 * Reads a file of rows in bounded memory; CSV and JSON Lines also compressed (`.gz`, `.zst`).
 *
 * @throws `FILE_FAILURE`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `NO_DOCUMENTS` for a CSV file
 *         without a header, `DUPLICATE_COLUMN`, `UNREADABLE_FILE`, `INVALID_OPTION`, `CANCELLED`; for Parquet `MISSING_PEER`
 */
export function readRows(path: string, options: ReadRowsOptions): AsyncGenerator<RowBatch> {
  const { format } = options;
  return format === "parquet" ? readParquetRows(path, options) : readLines(path, format, options);
}

async function* readLines(
  path: string,
  format: "csv" | "jsonl",
  options: ReadRowsOptions,
): AsyncGenerator<RowBatch> {
  const file = withoutCompression(basename(path));
  let head: Uint8Array = new Uint8Array(0);
  let columns: readonly string[] | undefined;
  let reader: RowReader | undefined;

  /** Begins to read, once the header is there. */
  function begin(bytes: Uint8Array, isLast: boolean): RowBatch | undefined {
    head = joinBytes(head, bytes);
    const found = readHead(file, format, head, isLast, options);
    if (found === undefined) return undefined;
    const { reading, start } = found;
    columns = reading.format === "csv" ? reading.layout.header : undefined;
    reader = rowReader(reading, start);
    return { columns, rows: reader.push(head.subarray(start.byte)) };
  }

  for await (const chunk of readBytes(path, options)) {
    const batch = reader === undefined ? begin(chunk, false) : { columns, rows: reader.push(chunk) };
    if (batch !== undefined) yield batch;
  }
  const first = reader === undefined ? begin(new Uint8Array(0), true) : undefined;
  if (first !== undefined) yield first;
  yield { columns, rows: reader!.end() };
}

async function* readParquetRows(path: string, options: ReadRowsOptions): AsyncGenerator<RowBatch> {
  const { signal, onProgress, onFile } = options;
  const name = basename(path);
  const file = await openParquet(path);
  try {
    const { columns, bytes } = file;
    let row = 0;
    for await (const group of file.groups()) {
      throwIfCancelled(signal, `Reading ${name}`);
      yield { columns, rows: group.map((value) => ({ row: ++row, value })) };
      onProgress?.({
        stage: "reading",
        done: Math.round((bytes * row) / file.rows),
        total: bytes,
        unit: "bytes",
      });
    }
    onFile?.({ name, bytes, sha256: await hashFile(path) });
  } finally {
    await file.close();
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
