import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline, type Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { ImdbError, type RunOptions, throwIfCancelled } from "@imdb/core";
import { fileFailure, orFileFailure } from "@imdb/runtime/files";
import { InvalidArchive } from "../errors.js";
import { createUnpackMeter, type UnpackLimits } from "./unpack-limits.js";
import { createUnzstd } from "./unzstd.js";

const CHUNK = 2 ** 18;

/** What a file was, once it is read to the end. Names no folder of this machine. */
export interface FileRecord {
  /** Its name without its folder. */
  readonly name: string;
  readonly bytes: number;
  /** Of the bytes as they lay there, compressed or not. */
  readonly sha256: string;
}

/** How the bytes of a file are read. */
export interface ByteOptions extends UnpackLimits, Pick<RunOptions, "signal" | "onProgress"> {
  /** Told what the file was, once it is read to the end. */
  readonly onFile?: ((file: FileRecord) => void) | undefined;
}

/**
 * Streams the bytes of a file, unpacked when its name ends in `.gz`, `.tgz` or `.zst`, within the limits.
 *
 * Reports progress in bytes of the file as it lies there.
 *
 * @throws `FILE_FAILURE`, `INVALID_ARCHIVE` for damaged or cut compression, `UNPACKED_TOO_LARGE`, `CANCELLED`
 */
export async function* readBytes(path: string, options: ByteOptions = {}): AsyncGenerator<Uint8Array> {
  const { signal, onProgress, onFile } = options;
  const name = basename(path);
  const meter = createUnpackMeter(name, options);
  const total = (await orFileFailure(stat(path), "read", path)).size;
  const hash = createHash("sha256");
  const unpack = unpackerFor(name, options);
  const file = createReadStream(path, { highWaterMark: CHUNK });
  file.on("data", (chunk) => {
    meter.read(chunk.length);
    hash.update(chunk);
  });
  // An error of either stream reaches the loop through the last one, so the callback has nothing to do.
  const out = unpack === undefined ? file : pipeline(file, unpack, () => {});
  try {
    for await (const chunk of out as AsyncIterable<Uint8Array>) {
      meter.unpack(chunk.length);
      throwIfCancelled(signal, `Reading ${name}`);
      yield chunk;
      onProgress?.({ stage: "reading", done: meter.packed, total, unit: "bytes" });
    }
  } catch (cause) {
    throw explain(cause, path, name);
  } finally {
    file.destroy();
    unpack?.destroy();
  }
  onFile?.({ name, bytes: meter.packed, sha256: hash.digest("hex") });
}

/** The name without what says that it is compressed. */
export function withoutCompression(name: string): string {
  return name.replace(/\.tgz$/i, ".tar").replace(/\.(gz|zst|zstd)$/i, "");
}

function unpackerFor(name: string, limits: UnpackLimits): Transform | undefined {
  if (/\.(gz|tgz)$/i.test(name)) return createGunzip({ chunkSize: CHUNK });
  if (/\.(zst|zstd)$/i.test(name)) return createUnzstd(name, limits);
  return undefined;
}

function explain(cause: unknown, path: string, name: string): unknown {
  if (ImdbError.isInstance(cause)) return cause;
  const { code = "", message } = cause as NodeJS.ErrnoException;
  if (code === "Z_BUF_ERROR") {
    return InvalidArchive.create(
      { file: name, problem: "it is cut: the compressed data ends early" },
      { cause },
    );
  }
  if (code.startsWith("Z_")) return InvalidArchive.create({ file: name, problem: message }, { cause });
  return fileFailure("read", path, cause);
}
