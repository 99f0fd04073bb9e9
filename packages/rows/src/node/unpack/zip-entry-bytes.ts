import type { FileHandle } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import { InvalidArchive } from "../../errors.js";
import { crc32 } from "./crc32.js";
import type { UnpackMeter } from "./limits.js";
import { CHUNK_BYTES, storedBytes } from "./stored-bytes.js";
import type { ZipEntry } from "./zip.js";

/**
 * The content of a file of a zip archive, within the limits. Its length and its CRC-32 are those of the directory, and
 * nothing but the content is in its packed bytes; what is wrong at the end is told after the last chunk.
 *
 * @param file  The name of the archive, for errors.
 * @throws `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, and what the unpacker throws for damaged data
 */
export async function* zipEntryBytes(
  file: string,
  handle: FileHandle,
  entry: ZipEntry,
  meter: UnpackMeter,
  chunkBytes: number = CHUNK_BYTES,
): AsyncGenerator<Uint8Array> {
  const { name, isDeflated, unpacked } = entry;
  const refused = (problem: string) => InvalidArchive.create({ file, entry: name, problem });
  const packed = packedBytes(handle, entry, chunkBytes, meter);
  const inflate = isDeflated ? createInflateRaw({ chunkSize: CHUNK_BYTES }) : undefined;
  // An error of any stream reaches the loop through the last one, so the callback has nothing to do.
  const content = inflate === undefined ? packed : pipeline(Readable.from(packed), inflate, () => {});
  let length = 0;
  let crc = 0;
  try {
    for await (const chunk of content as AsyncIterable<Uint8Array>) {
      meter.unpack(chunk.length);
      length += chunk.length;
      if (length > unpacked) throw refused(`it unpacks to more than the ${unpacked} bytes that it says`);
      crc = crc32(chunk, crc);
      yield chunk;
    }
  } finally {
    inflate?.destroy();
  }
  const read = inflate === undefined ? length : inflate.bytesWritten;
  if (read < entry.length) throw refused("its packed bytes go on after their end, or the archive is cut");
  if (length !== unpacked)
    throw refused(`it unpacks to ${length} bytes and not to the ${unpacked} that it says`);
  if (crc !== entry.crc32) throw refused("its content has another checksum (CRC-32) than it says");
}

async function* packedBytes(
  handle: FileHandle,
  { start, length }: ZipEntry,
  chunkBytes: number,
  meter: UnpackMeter,
): AsyncGenerator<Uint8Array> {
  let left = length;
  if (left === 0) return;
  for await (const chunk of storedBytes(handle, start, chunkBytes)) {
    const part = chunk.subarray(0, left);
    left -= part.length;
    meter.packed += part.length;
    yield part;
    if (left === 0) return;
  }
}
