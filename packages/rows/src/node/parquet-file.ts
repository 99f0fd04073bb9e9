import type { FileHandle } from "node:fs/promises";
import { basename } from "node:path";
import { checkOption, text } from "@imdb/core/options";
import { openPlainHandle } from "@imdb/runtime/files";
import type { AsyncBuffer, Compressors, RowGroup, SchemaTree } from "hyparquet";
import { readable } from "../format/readable.js";
import { loadParquetPeers } from "./load-parquet-peers.js";
import { columnsOf } from "./parquet/columns.js";
import { takeDecimals } from "./parquet/decimals.js";
import { assertFooter } from "./parquet/footer.js";
import { assertPages } from "./parquet/pages.js";
import { EXACT_PARSERS } from "./parquet/parsers.js";
import { type UnpackLimits, UnpackMeter, unpackOptions } from "./unpack/limits.js";

const FEATURE = "Reading Parquet";

/** An open Parquet file. */
export interface ParquetFile {
  readonly columns: readonly string[];
  readonly rows: number;
  readonly bytes: number;
  /**
   * Reads rows, one row group in memory at a time: 64-bit integers as `bigint`, decimals with all digits, times and days as ISO 8601 texts with all digits.
   *
   * @param columns  The columns to read. Default: all.
   * @param from     The number of rows to skip. Default 0.
   * @throws `UNREADABLE_FILE`, `UNPACKED_TOO_LARGE`
   */
  groups(columns?: readonly string[], from?: number): AsyncGenerator<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/**
 * Opens a Parquet file. Needs the optional packages `hyparquet` and `hyparquet-compressors`. Its numbers are checked
 * against its bytes before they are used, so that a damaged or hostile file takes the time of its size.
 *
 * @param limits  For what it unpacks to; `maxRatio` is that to the bytes of the whole file, and each value counts 8 bytes.
 * @throws `MISSING_PEER`, `UNLOADABLE_PEER`, `FILE_FAILURE`, `UNREADABLE_FILE`, `INVALID_OPTION`
 */
export async function openParquet(path: string, limits: UnpackLimits = {}): Promise<ParquetFile> {
  checkOption("path", path, text, "openParquet");
  unpackOptions.resolve(limits, "openParquet");
  const name = basename(path);
  const [parquet, { compressors }] = await loadParquetPeers(["hyparquet", "hyparquet-compressors"], FEATURE);
  const { handle, found } = await openPlainHandle(path, "read", { links: "followed" });
  try {
    const { size } = found;
    const file = bufferOf(handle, size);
    const metadata = await readable(name, "Parquet", async () => {
      assertFooter(await footerOf(file));
      return parquet.parquetMetadataAsync(file, { geoparquet: false });
    });
    const schema = await readable(name, "Parquet", async () => parquet.parquetSchema(metadata));
    const withDecimals = await readable(name, "Parquet", async () => takeDecimals(schema));
    return {
      columns: schema.children.map(({ element }) => element.name),
      rows: Number(metadata.num_rows),
      bytes: size,
      async *groups(columns, from = 0) {
        const wanted = columns && { columns: [...new Set(columns)] };
        const meter = new UnpackMeter(name, limits);
        meter.packed = size;
        let rowEnd = 0;
        for (const group of metadata.row_groups) {
          const rowStart = Math.max(rowEnd, from);
          rowEnd += Number(group.num_rows);
          if (rowEnd <= rowStart) continue;
          const read = { file, metadata, rowStart, rowEnd, compressors, parsers: EXACT_PARSERS, ...wanted };
          yield await readable(name, "Parquet", async () => {
            await assertGroup({ file, schema, group, wanted: wanted?.columns, compressors, meter });
            const rows = (await parquet.parquetReadObjects(read)).map(withDecimals);
            countTexts(rows, meter);
            return rows;
          });
        }
      },
      close: () => handle.close(),
    };
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

/** The bytes that describe the file: before its last eight. */
async function footerOf(file: AsyncBuffer): Promise<Uint8Array> {
  const { byteLength } = file;
  if (byteLength < 12) throw new Error("it is too short");
  const end = new DataView(await file.slice(byteLength - 8, byteLength));
  const length = end.getUint32(0, true);
  if (end.getUint32(4, true) !== MAGIC) throw new Error("it does not end with PAR1");
  if (length > byteLength - 12) throw new Error(`its description claims ${length} bytes`);
  return new Uint8Array(await file.slice(byteLength - 8 - length, byteLength - 8));
}
const MAGIC = 0x31524150;

/** Checks the columns of a row group that are to be read, and their pages. */
async function assertGroup(parts: {
  readonly file: AsyncBuffer;
  readonly schema: SchemaTree;
  readonly group: RowGroup;
  readonly wanted: readonly string[] | undefined;
  readonly compressors: Compressors;
  readonly meter: UnpackMeter;
}): Promise<void> {
  const { file, schema, group, wanted, compressors, meter } = parts;
  const rows = Number(group.num_rows);
  if (!Number.isSafeInteger(rows)) throw new Error("a row group has no number of rows");
  for (const { column, path } of columnsOf(schema, group, wanted)) {
    const start = Number(column.dictionary_page_offset || column.data_page_offset);
    const end = start + Number(column.total_compressed_size);
    if (!(start >= 0 && end >= start && end <= file.byteLength))
      throw new Error("a column lies outside of it");
    const bytes = new Uint8Array(await file.slice(start, end));
    assertPages({ bytes, column, path, rows, compressors, meter });
  }
}

/** Counts the texts of rows: a text of a dictionary is in the file once, and in any number of rows. */
function countTexts(rows: readonly Record<string, unknown>[], meter: UnpackMeter): void {
  for (const row of rows)
    for (const name in row) {
      const value = row[name];
      if (typeof value === "string") meter.unpack(value.length);
    }
}

function bufferOf(handle: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    // What is read lies inside of the file: that is checked before the parser asks for it.
    slice: (start, end = byteLength) => readRange(handle, start, end - start),
  };
}

async function readRange(handle: FileHandle, from: number, length: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  await handle.read(bytes, 0, length, from);
  return bytes.buffer;
}
