import type { FileHandle } from "node:fs/promises";

/** Bytes of a chunk, where a caller names no other number. */
export const CHUNK_BYTES = 2 ** 18;

/** The bytes of an open file as it is stored. */
export async function* storedBytes(
  handle: FileHandle,
  start: number,
  chunkBytes: number,
  onChunk: (chunk: Uint8Array) => void = () => {},
): AsyncGenerator<Uint8Array> {
  for (let at = start; ; ) {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    const chunk = buffer.subarray(0, bytesRead);
    onChunk(chunk);
    yield chunk;
  }
}
