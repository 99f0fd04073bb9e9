import { Transform } from "node:stream";
import { ImdbError } from "@imdb/core";
import { Decompress } from "fzstd";
import { InvalidArchive } from "../errors.js";
import { type UnpackLimits, UnpackMeter } from "./unpack-limits.js";

const UNEXPECTED_EOF = 5;

/**
 * A stream that unpacks Zstandard. One packed chunk may unpack to gigabytes in one call, so the limits are checked here
 * too, before any bytes are passed on.
 */
export function createUnzstd(file: string, limits: UnpackLimits): Transform {
  const meter = new UnpackMeter(file, limits);
  const decompress = new Decompress((chunk) => {
    meter.unpack(chunk.length);
    if (chunk.length > 0) stream.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
  });
  const stream: Transform = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      meter.packed += chunk.length;
      done(failure(file, () => decompress.push(chunk)));
    },
    flush(done) {
      done(failure(file, () => decompress.push(new Uint8Array(0), true)));
    },
  });
  return stream;
}

function failure(file: string, work: () => void): Error | null {
  try {
    work();
    return null;
  } catch (cause) {
    if (ImdbError.isInstance(cause)) return cause;
    const { code, message } = cause as { code?: number; message: string };
    const problem = code === UNEXPECTED_EOF ? "it is cut: the compressed data ends early" : message;
    return InvalidArchive.create({ file, problem }, { cause });
  }
}
