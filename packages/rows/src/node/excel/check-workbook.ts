import type { FileHandle } from "node:fs/promises";
import { throwIfCancelled } from "@imdb/core";
import { type UnpackLimits, UnpackMeter } from "../unpack/limits.js";
import { type ZipEntry, zipEntries } from "../unpack/zip.js";
import { zipEntryBytes } from "../unpack/zip-entry-bytes.js";
import { CellBounds } from "./cell-bounds.js";
import { type StoredFile, storedZip } from "./stored-zip.js";

/** The most files of a workbook, with its pictures. */
const MOST_FILES = 10_000;

/** The workbook that is checked, and the limits that it is read in. */
export interface CheckOptions extends UnpackLimits {
  readonly signal: AbortSignal | undefined;
}

/**
 * Unpacks all files of a workbook: their checksums are compared, and their sizes and the places of cells have limits.
 *
 * @returns A workbook of the files with the cells, as they were checked: no reader finds another one in it.
 * @throws `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `CANCELLED`, `Error` for cells that are too many, or of the unpacker
 */
export async function checkedWorkbook(
  name: string,
  handle: FileHandle,
  size: number,
  { signal, ...limits }: CheckOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const meter = new UnpackMeter(name, limits);
  const files: StoredFile[] = [];
  for (const entry of await zipEntries(name, handle, size, MOST_FILES, signal)) {
    const content: Uint8Array[] = [];
    for await (const part of plainContent(name, handle, entry, meter)) {
      throwIfCancelled(signal, `Reading ${name}`);
      if (isRead(entry.name)) content.push(part);
    }
    if (isRead(entry.name)) files.push({ name: entry.name, content });
  }
  return storedZip(files);
}

/** The content as it is given to the library: of what it reads, in the plainest form of XML. */
async function* plainContent(
  name: string,
  handle: FileHandle,
  entry: ZipEntry,
  meter: UnpackMeter,
): AsyncGenerator<Uint8Array> {
  const unpacked = zipEntryBytes(name, handle, entry, meter);
  if (!isRead(entry.name)) return yield* unpacked;
  const bounds = new CellBounds();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const encoder = new TextEncoder();
  for await (const chunk of unpacked) {
    const plain = encoder.encode(bounds.push(decoder.decode(chunk, { stream: true })));
    meter.unpack(Math.max(0, plain.length - chunk.length));
    yield plain;
  }
  yield encoder.encode(bounds.push(decoder.decode()) + bounds.end());
}

/** Whether the library reads a file of the workbook: not its pictures, nor what programs add to it. */
function isRead(name: string): boolean {
  return name.startsWith("xl/") && (name.endsWith(".xml") || name.endsWith(".xml.rels"));
}
