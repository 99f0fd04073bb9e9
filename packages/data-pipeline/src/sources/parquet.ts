import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { ImdbError, type RunOptions, throwIfCancelled } from "@imdb/core";
import { fileFailure } from "@imdb/runtime/files";
import type { AsyncBuffer, FileMetaData } from "hyparquet";
import { MissingColumn, NoDocuments, UnreadableFile } from "../errors.js";
import { loadPeer } from "./load-peer.js";
import { mapRecords, type ReadRecord } from "./map-records.js";
import { createMapper, type RecordOptions, requiredColumns } from "./record-mapping.js";
import { createSource, type Source, type SourceRecord } from "./source.js";

const FEATURE = "Reading Parquet";

/**
 * A Parquet file, one row group in memory at a time. Needs the optional packages `hyparquet` and
 * `hyparquet-compressors`. Whole numbers are read as numbers, times as ISO 8601.
 *
 * @throws `MISSING_PEER`, `FILE_FAILURE`, `UNREADABLE_FILE`, `MISSING_COLUMN`, `NO_DOCUMENTS`, `INVALID_OPTION`,
 *         `CANCELLED`; a row that is not an example is an invalid row
 */
export function readParquet<L extends string = string>(
  path: string,
  options: RecordOptions<L> = {},
): Source<L> {
  const name = basename(path);
  createMapper(name, options);
  return createSource<L>("parquet", options, (run, onRecord) =>
    mapRecords(name, readRowGroups(path, options, run, onRecord), createMapper(name, options)),
  );
}

async function* readRowGroups(
  path: string,
  { columns }: RecordOptions,
  run: RunOptions,
  onRecord: (record: SourceRecord) => void,
): AsyncGenerator<ReadRecord[]> {
  const name = basename(path);
  const parquet = await loadPeer("hyparquet", FEATURE, () => import("hyparquet"));
  const { compressors } = await loadPeer(
    "hyparquet-compressors",
    FEATURE,
    () => import("hyparquet-compressors"),
  );
  const handle = await openFile(path);
  try {
    const { size } = await handle.stat();
    const file = bufferOf(handle, size);
    const metadata = await readable(name, () => parquet.parquetMetadataAsync(file));
    assertColumns(name, metadata, columns);
    let row = 0;
    for (const group of metadata.row_groups) {
      throwIfCancelled(run.signal, `Reading ${name}`);
      const rowStart = row;
      const rowEnd = row + Number(group.num_rows);
      const objects = await readable(name, () =>
        parquet.parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors }),
      );
      yield objects.map((record) => ({ row: ++row, record }));
      const done = Math.round((size * row) / Number(metadata.num_rows));
      run.onProgress?.({ stage: "reading", done, total: size, unit: "bytes" });
    }
    if (row === 0) throw NoDocuments.create({ file: name, expected: "rows" });
    onRecord({ kind: "parquet", name, bytes: size, sha256: await hashFile(path) });
  } finally {
    await handle.close();
  }
}

function bufferOf(handle: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    slice(start, end = byteLength) {
      const from = start < 0 ? Math.max(byteLength + start, 0) : start;
      const bytes = readRange(handle, from, Math.max(Math.min(end, byteLength) - from, 0));
      // The parser asks ahead and waits for the answers one by one: a late failure has nobody to hear it.
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

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (cause) {
    throw fileFailure("read", path, cause);
  }
}

/** Whatever the parser throws over a damaged file is about the file. */
async function readable<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (ImdbError.isInstance(cause)) throw cause;
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw UnreadableFile.create({ file, format: "Parquet", problem }, { cause });
  }
}

function assertColumns(file: string, metadata: FileMetaData, columns: RecordOptions["columns"]): void {
  const names = metadata.schema.slice(1).map(({ name }) => name);
  for (const column of requiredColumns(columns)) {
    if (!names.includes(column)) throw MissingColumn.create({ file, column, columns: names });
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
