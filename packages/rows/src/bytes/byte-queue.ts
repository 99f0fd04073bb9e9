/** A queue of bytes that arrive in chunks. All bytes that are not used yet are in one array. */
export class ByteQueue {
  /** The array of the held bytes; those before `offset` are used. Valid until the next `push`. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Where the unused bytes begin. */
  offset = 0;
  private storage: Uint8Array = new Uint8Array(0);

  get isEmpty(): boolean {
    return this.offset >= this.bytes.length;
  }

  /**
   * Adds a chunk. When all earlier bytes are used, `bytes` becomes the chunk itself, without a copy: the caller must
   * not change it before the next `push` returns. Each byte is copied a bounded number of times, however small the
   * chunks.
   *
   * @returns `"appended"` when `bytes` only got longer; `"moved"` when offsets in it have changed.
   */
  push(chunk: Uint8Array): "appended" | "moved" {
    const { bytes, storage, offset } = this;
    if (this.isEmpty) {
      this.hold(chunk);
      return "moved";
    }
    const end = bytes.length + chunk.length;
    if (bytes.buffer === storage.buffer && end <= storage.length) {
      storage.set(chunk, bytes.length);
      this.bytes = searchable(storage.subarray(0, end));
      return "appended";
    }
    const unused = bytes.subarray(offset);
    const needed = unused.length + chunk.length;
    // Space for more bytes stays free, so that the next chunks are appended without copying the others.
    if (storage.length < 1.5 * needed) this.storage = new Uint8Array(2 * needed);
    this.storage.set(unused);
    this.storage.set(chunk, unused.length);
    this.hold(this.storage.subarray(0, needed));
    return "moved";
  }

  private hold(bytes: Uint8Array): void {
    this.bytes = searchable(bytes);
    this.offset = 0;
  }
}

interface NodeGlobals {
  readonly Buffer?: { from(bytes: ArrayBufferLike, start: number, length: number): Uint8Array };
}

/**
 * The same bytes; in Node as a `Buffer`, whose `indexOf` is ten times faster. Always another array: what was found in one that a
 * caller fills again would be that of its earlier bytes.
 */
function searchable(bytes: Uint8Array): Uint8Array {
  const { Buffer } = globalThis as NodeGlobals;
  return Buffer?.from(bytes.buffer, bytes.byteOffset, bytes.length) ?? bytes.subarray();
}
