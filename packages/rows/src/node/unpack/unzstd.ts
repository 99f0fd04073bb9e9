import { Transform } from "node:stream";
import { ImdbError } from "@imdb/core";
import { Decompress } from "fzstd";
import xxhash from "xxhash-wasm";
import { InvalidArchive } from "../../errors.js";
import { type FrameSink, ZstdFrames } from "./frames.js";
import { type UnpackLimits, UnpackMeter } from "./limits.js";

const CUT = "it is cut: the compressed data ends early";
type Hash = ReturnType<Awaited<ReturnType<typeof xxhash>>["create64"]>;

/**
 * A stream that unpacks Zstandard, and compares the checksum of each frame that has one. One packed chunk may unpack to
 * gigabytes in one call, so the limits are checked here too, before any bytes are passed on.
 */
export function createUnzstd(file: string, limits: UnpackLimits): Transform {
  const meter = new UnpackMeter(file, limits);
  const loading = xxhash();
  let frames: ZstdFrames | undefined;
  const stream: Transform = new Transform({
    async transform(chunk: Uint8Array, _encoding, done) {
      const { create64 } = await loading;
      frames ??= new ZstdFrames(unpackFrames(create64, unpacked));
      meter.packed += chunk.length;
      done(failure(file, () => frames!.push(chunk)));
    },
    flush(done) {
      done(frames?.isComplete ? null : InvalidArchive.create({ file, problem: CUT }));
    },
  });
  return stream;

  function unpacked(chunk: Uint8Array): void {
    meter.unpack(chunk.length);
    stream.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
  }
}

/** Unpacks frames, one after the other. */
function unpackFrames(createHash: () => Hash, onUnpacked: (chunk: Uint8Array) => void): FrameSink {
  let frame: Decompress | undefined;
  let hash = createHash();
  const begin = () => {
    hash = createHash();
    return new Decompress((chunk) => {
      hash.update(chunk);
      onUnpacked(chunk);
    });
  };
  return {
    packed(bytes) {
      frame ??= begin();
      // A copy, which `slice` of a Buffer is not: fzstd may keep it until more bytes come.
      frame.push(new Uint8Array(bytes));
    },
    end(checksum) {
      frame!.push(checksum ?? new Uint8Array(0), true);
      frame = undefined;
      if (checksum === undefined) return;
      const stored = new DataView(checksum.buffer, checksum.byteOffset).getUint32(0, true);
      if (Number(hash.digest() & 0xffff_ffffn) !== stored)
        throw new Error("it is damaged: its checksum is not that of its content");
    },
  };
}

function failure(file: string, work: () => void): Error | null {
  try {
    work();
    return null;
  } catch (cause) {
    if (ImdbError.isInstance(cause)) return cause;
    return InvalidArchive.create({ file, problem: (cause as Error).message }, { cause });
  }
}
