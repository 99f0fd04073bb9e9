import { stat } from "node:fs/promises";
import { MissingPeer } from "@imdb/core";
import { fileFailure } from "@imdb/runtime/files";
import { InvalidBatch } from "../errors.js";
import { type BatchInput, type ColumnOptions, chooseColumns } from "./columns.js";
import type { Block, BlockRow } from "./job.js";

/** Rows of a block for so many bytes of a file of lines: about a review's worth. */
const BYTES_A_ROW = 1000;

/**
 * Opens a Parquet file. One row group is held at a time, and only the columns that are needed.
 *
 * @throws `MISSING_PEER`, `FILE_FAILURE`, `INVALID_BATCH`
 */
export async function openParquet(path: string, options: ColumnOptions): Promise<BatchInput> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } =
    await loadHyparquet();
  const { compressors } = await loadCompressors();
  const { size, mtimeMs } = await stat(path).catch((cause) => {
    throw fileFailure("read", path, cause);
  });
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch((cause: Error) => {
    throw damaged(path, cause);
  });
  const header = parquetSchema(metadata).children.map(({ element }) => element.name);
  const columns = chooseColumns(path, header, options);
  const groups = metadata.row_groups.map(({ num_rows }) => Number(num_rows));
  const names = [columns.text, ...(columns.id === null ? [] : [columns.id]), ...columns.keep];

  async function* blocks(from: { readonly next: number }, blockSize: number): AsyncGenerator<Block> {
    const blockRows = Math.max(1, Math.floor(blockSize / BYTES_A_ROW));
    let start = 0;
    for (const count of groups) {
      const end = start + count;
      if (end > from.next) {
        const rowStart = Math.max(start, from.next);
        const read = { file, metadata, compressors, columns: [...new Set(names)], rowStart, rowEnd: end };
        const rows = await parquetReadObjects(read).catch((cause: Error) => {
          throw damaged(path, cause);
        });
        for (let at = 0; at < rows.length; at += blockRows) {
          const content = rows.slice(at, at + blockRows).map(blockRow);
          const place = rowStart + at;
          yield { firstRow: place + 1, rows: content.length, next: place + content.length, content };
        }
      }
      start = end;
    }
  }

  function blockRow(row: Record<string, unknown>): BlockRow {
    return {
      text: row[columns.text],
      id: columns.id === null ? undefined : plain(row[columns.id]),
      kept: columns.keep.map((name) => plain(row[name])),
    };
  }

  return {
    reading: null,
    start: 0,
    total: Number(metadata.num_rows),
    unit: "rows",
    columns,
    fingerprint: `${size} bytes, changed ${mtimeMs}`,
    blocks,
    close: async () => {},
  };
}

/** 64-bit integers as numbers where they fit, else as text; times as ISO 8601. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return value instanceof Date ? value.toISOString() : value;
}

function damaged(path: string, cause: Error): Error {
  const remedy =
    "Write the file again: it is cut off, damaged or of a kind of Parquet that is not read here.";
  return InvalidBatch.create(
    { path, problem: `it is not readable Parquet (${cause.message})`, remedy },
    { cause },
  );
}

function loadHyparquet() {
  return import("hyparquet").catch((cause) => {
    throw MissingPeer.create({ peer: "hyparquet", feature: "Reading Parquet" }, { cause });
  });
}

function loadCompressors() {
  return import("hyparquet-compressors").catch((cause) => {
    throw MissingPeer.create({ peer: "hyparquet-compressors", feature: "Reading Parquet" }, { cause });
  });
}
