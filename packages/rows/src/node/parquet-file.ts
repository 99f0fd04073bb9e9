import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { ImdbError } from "@imdb/core";
import { checkOption, text } from "@imdb/core/options";
import { orFileFailure } from "@imdb/runtime/files";
import type { AsyncBuffer } from "hyparquet";
import { UnreadableFile } from "../errors.js";
import { loadParquetPeer } from "./load-parquet-peer.js";

const FEATURE = "Reading Parquet";

/** An open Parquet file. */
export interface ParquetFile {
  readonly columns: readonly string[];
  readonly rows: number;
  readonly bytes: number;
  /**
   * Reads rows, one row group in memory at a time: 64-bit integers as `bigint`, times as `Date`.
   *
   * @param columns  The columns to read. Default: all.
   * @param from     The number of rows to skip. Default 0.
   * @throws `UNREADABLE_FILE`
   */
  groups(columns?: readonly string[], from?: number): AsyncGenerator<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/**
 * Opens a Parquet file. Needs the optional packages `hyparquet` and `hyparquet-compressors`.
 *
 * @throws `MISSING_PEER`, `FILE_FAILURE`, `UNREADABLE_FILE`, `INVALID_OPTION`
 */
export async function openParquet(path: string): Promise<ParquetFile> {
  checkOption("path", path, text, "openParquet");
  const name = basename(path);
  const parquet = await loadParquetPeer("hyparquet", FEATURE);
  const { compressors } = await loadParquetPeer("hyparquet-compressors", FEATURE);
  const handle = await orFileFailure(open(path, "r"), "read", path);
  try {
    const { size } = await handle.stat();
    const file = bufferOf(handle, size);
    const metadata = await readable(name, () => parquet.parquetMetadataAsync(file));
    return {
      columns: await readable(name, async () =>
        parquet.parquetSchema(metadata).children.map(({ element }) => element.name),
      ),
      rows: Number(metadata.num_rows),
      bytes: size,
      async *groups(columns, from = 0) {
        const wanted = columns && { columns: [...new Set(columns)] };
        let rowEnd = 0;
        for (const group of metadata.row_groups) {
          const rowStart = Math.max(rowEnd, from);
          rowEnd += Number(group.num_rows);
          if (rowEnd <= rowStart) continue;
          const read = { file, metadata, rowStart, rowEnd, compressors, ...wanted };
          yield await readable(name, () => parquet.parquetReadObjects(read));
        }
      },
      close: () => handle.close(),
    };
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

function bufferOf(handle: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    slice(start, end = byteLength) {
      const from = start < 0 ? Math.max(byteLength + start, 0) : start;
      const bytes = readRange(handle, from, Math.max(Math.min(end, byteLength) - from, 0));
      // The parser requests several ranges and awaits them one by one: a failure must not count as unhandled until then.
      bytes.catch(() => {});
      return bytes;
    },
  };
}

async function readRange(handle: FileHandle, from: number, length: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  if (length > 0) await handle.read(bytes, 0, length, from);
  return bytes.buffer;
}

/** Turns any error of the parser into `UNREADABLE_FILE`: a damaged file can make it throw anything. */
async function readable<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (ImdbError.isInstance(cause)) throw cause;
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw UnreadableFile.create({ file, format: "Parquet", problem }, { cause });
  }
}
