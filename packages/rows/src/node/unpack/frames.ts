const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const CHECKSUM_BYTES = 4;

/** Takes the parts of a Zstandard file in their order. */
export interface FrameSink {
  /** Packed bytes of the present frame, its checksum not included. */
  packed(bytes: Uint8Array): void;
  /** The frame is complete. @param checksum  Its last four bytes; undefined where it has none. */
  end(checksum: Uint8Array | undefined): void;
}

/**
 * Finds the frames of a Zstandard file, and in them the checksums, which fzstd does not compare. Frames to skip are left
 * out.
 *
 * @see RFC 8878, section 3.1
 */
export class ZstdFrames {
  private readonly sink: FrameSink;
  private held: Uint8Array = new Uint8Array(0);
  /** Bytes that are passed on, or left out, without a look at them. */
  private rest = 0;
  private isSkipped = false;
  private expects: "frame" | "block" | "checksum" = "frame";
  private hasChecksum = false;
  private isLastBlock = false;
  private hasBegun = false;

  constructor(sink: FrameSink) {
    this.sink = sink;
  }

  /** Adds a chunk. Throws `Error` for what is not Zstandard, and what the sink throws. */
  push(chunk: Uint8Array): void {
    let bytes = this.held.length === 0 ? chunk : joined(this.held, chunk);
    for (;;) {
      if (this.rest > 0) {
        const passed = bytes.subarray(0, this.rest);
        if (passed.length === 0) break;
        if (!this.isSkipped) this.sink.packed(passed);
        this.rest -= passed.length;
        bytes = bytes.subarray(passed.length);
        continue;
      }
      const used = this.step(bytes);
      if (used === undefined) break;
      bytes = bytes.subarray(used);
    }
    // A copy: the chunk may be used again. The `slice` of a Buffer is none.
    this.held = new Uint8Array(bytes);
  }

  /** Whether the file may end here: after a frame. */
  get isComplete(): boolean {
    return this.hasBegun && this.expects === "frame" && this.rest === 0 && this.held.length === 0;
  }

  /** Reads what is expected next. Returns the bytes it has; undefined when more are needed. */
  private step(bytes: Uint8Array): number | undefined {
    if (this.expects === "frame") return this.frame(bytes);
    if (this.expects === "block") return this.isLastBlock ? this.afterLastBlock() : this.block(bytes);
    if (bytes.length < CHECKSUM_BYTES) return undefined;
    this.expects = "frame";
    this.sink.end(bytes.subarray(0, CHECKSUM_BYTES));
    return CHECKSUM_BYTES;
  }

  private frame(bytes: Uint8Array): number | undefined {
    if (bytes.length < 5) return undefined;
    this.hasBegun = true;
    const magic = uint32(bytes, 0);
    if ((magic & ~0xf) >>> 0 === SKIPPABLE) {
      if (bytes.length < 8) return undefined;
      this.isSkipped = true;
      this.rest = uint32(bytes, 4);
      return 8;
    }
    if (magic !== MAGIC) throw new Error("it is not Zstandard");
    const length = headerLength(bytes[4]!);
    if (bytes.length < length) return undefined;
    this.hasChecksum = (bytes[4]! & 4) !== 0;
    this.isSkipped = this.isLastBlock = false;
    this.expects = "block";
    this.sink.packed(bytes.subarray(0, length));
    return length;
  }

  private block(bytes: Uint8Array): number | undefined {
    if (bytes.length < 3) return undefined;
    const header = bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16);
    const type = (header >> 1) & 3;
    if (type === 3) throw new Error("a block has an unknown type");
    this.isLastBlock = (header & 1) === 1;
    // A block of one repeated byte has that byte only.
    this.rest = type === 1 ? 1 : header >> 3;
    this.sink.packed(bytes.subarray(0, 3));
    return 3;
  }

  private afterLastBlock(): number {
    if (this.hasChecksum) this.expects = "checksum";
    else {
      this.expects = "frame";
      this.sink.end(undefined);
    }
    return 0;
  }
}

/** The length of the header of a frame, by its descriptor. */
function headerLength(descriptor: number): number {
  const isSingle = (descriptor & 0x20) !== 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  return 5 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes;
}

function uint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
