import type { FileHandle } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type UnpackLimits, UnpackMeter } from "../unpack/limits.js";
import { CHUNK_BYTES, storedBytes } from "../unpack/stored-bytes.js";
import { eachZipEntry, zipEntryAsGzip } from "../unpack/zip.js";
import { CellBounds } from "./cell-bounds.js";

/**
 * Unpacks all files of a workbook once, before the library does: their checksums are compared, and their sizes and the
 * places of cells have limits.
 *
 * @throws `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `Error` for cells that are too many, or of the unpacker
 */
export async function checkWorkbook(
  name: string,
  handle: FileHandle,
  size: number,
  limits: UnpackLimits,
): Promise<void> {
  const meter = new UnpackMeter(name, limits);
  for await (const entry of eachZipEntry(name, handle, size)) {
    const stored = counted(zipEntryAsGzip(entry, storedBytes(handle, entry.start, CHUNK_BYTES)), meter);
    const bounds = /\.xml$/i.test(entry.name) ? new CellBounds() : undefined;
    // Places are ASCII; the other characters do not matter here.
    const decoder = new TextDecoder();
    const unpacked = pipeline(Readable.from(stored), createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
    for await (const chunk of unpacked as AsyncIterable<Uint8Array>) {
      meter.unpack(chunk.length);
      bounds?.push(decoder.decode(chunk, { stream: true }));
    }
  }
}

async function* counted(chunks: AsyncIterable<Uint8Array>, meter: UnpackMeter): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    meter.packed += chunk.length;
    yield chunk;
  }
}
