/** Bytes that came in chunks, to be taken out in other lengths. */
export interface ByteQueue {
  /** Bytes that can be taken. */
  readonly size: number;
  push(chunk: Uint8Array): void;
  /** The next `length` bytes, at most `size`: a view of a chunk, a copy only where they span several. */
  take(length: number): Buffer;
  /** Passes over the next `length` bytes, at most `size`. */
  skip(length: number): void;
}

/** An empty queue. */
export function createByteQueue(): ByteQueue {
  let chunks: Buffer[] = [];
  let offset = 0;
  let size = 0;

  function skip(length: number): void {
    size -= length;
    offset += length;
    let passed = 0;
    while (passed < chunks.length && offset >= chunks[passed]!.length) offset -= chunks[passed++]!.length;
    if (passed > 0) chunks = chunks.slice(passed);
  }

  return {
    get size() {
      return size;
    },
    push(chunk) {
      if (chunk.length === 0) return;
      chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      size += chunk.length;
    },
    take(length) {
      const end = offset + length;
      const whole = chunks.length > 1 && end > chunks[0]!.length ? Buffer.concat(chunks) : chunks[0];
      const taken = whole?.subarray(offset, end) ?? Buffer.alloc(0);
      skip(length);
      return taken;
    },
    skip,
  };
}
