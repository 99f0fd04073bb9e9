import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline, Readable, type Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { ImdbError, type RunOptions, throwIfCancelled } from "@imdb/core";
import {
  callback,
  checkOption,
  integer,
  optional,
  optionsOf,
  runRules,
  text,
  withoutContext,
} from "@imdb/core/options";
import { fileFailure, openPlainHandle } from "@imdb/runtime/files";
import { type EncodingName, encodingRule, type FoundEncoding } from "../bytes/encoding.js";
import { InvalidArchive } from "../errors.js";
import { inUtf8 } from "./encoding/in-utf8.js";
import { type UnpackLimits, UnpackMeter, unpackRules } from "./unpack/limits.js";
import { CHUNK_BYTES, storedBytes } from "./unpack/stored-bytes.js";
import { createUnzstd } from "./unpack/unzstd.js";
import { findZipEntry } from "./unpack/zip.js";
import { zipEntryBytes } from "./unpack/zip-entry-bytes.js";

/** What a file was, once it is read to the end. Contains no folder of this machine. */
export interface FileRecord {
  /** The name of the file without its folder. */
  readonly name: string;
  readonly bytes: number;
  /** Of the bytes as they are stored, compressed or not. */
  readonly sha256: string;
  /** The file that was read of a zip archive. */
  readonly entry?: string;
  /** How a text file was read, as far as it is not UTF-8 without a guess. */
  readonly encoding?: FoundEncoding;
}

/** How the bytes of a file are read. */
export interface ByteOptions extends UnpackLimits, Pick<RunOptions, "signal" | "onProgress"> {
  /**
   * The encoding of a text file, which is read as UTF-8 then; a byte order mark decides. `guess`: the most likely one of
   * the first megabyte. Default: the bytes as they are.
   */
  readonly encoding?: EncodingName | undefined;
  /** The file of a zip archive that is read. Default: the only one. */
  readonly entry?: string | undefined;
  /** Called with what the file was, once it is read to the end. */
  readonly onFile?: ((file: FileRecord) => void) | undefined;
}

/** The schema of {@link ByteOptions}. */
export const byteOptions = optionsOf<ByteOptions, keyof ByteOptions>({
  ...unpackRules,
  encoding: optional(encodingRule),
  entry: optional(text),
  signal: runRules.signal,
  onProgress: runRules.onProgress,
  onFile: optional(callback<(file: FileRecord) => void>()),
});

/** An open file whose bytes are read unpacked. */
export interface ByteFile {
  /** Bytes of the file as it is stored. */
  readonly size: number;
  /** When it was last changed, in milliseconds. */
  readonly mtimeMs: number;
  /**
   * Streams the bytes, unpacked when the name ends in `.gz`, `.tgz`, `.zst` or `.zip`. May be called again and again.
   *
   * @throws `FILE_FAILURE`, `INVALID_ARCHIVE` for compressed data that is damaged or cut, `UNPACKED_TOO_LARGE`,
   *         `INVALID_OPTION`
   */
  read(options?: ByteRange): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
}

/** Which bytes of a file are read, and how. */
export interface ByteRange extends UnpackLimits {
  /** Offset in the unpacked bytes to begin at. Default 0. A compressed file is unpacked up to there. */
  readonly from?: number;
  /** Bytes of a chunk of a file that is not compressed. Default 256 KiB. */
  readonly chunkBytes?: number;
  /** Called with each chunk of the file as it is stored. */
  readonly onStored?: (chunk: Uint8Array) => void;
  /** The file of a zip archive that is read. Default: the only one. */
  readonly entry?: string | undefined;
  /** Called with the name of the file of a zip archive. */
  readonly onEntry?: (name: string) => void;
  /** The encoding of a text file, as in {@link ByteOptions}; `from` counts bytes of UTF-8 then. */
  readonly encoding?: EncodingName | undefined;
  /** Called with the encoding that the file is read in. */
  readonly onEncoding?: (found: FoundEncoding) => void;
}

const byteRange = optionsOf<
  ByteRange,
  keyof UnpackLimits | "onStored" | "entry" | "onEntry" | "encoding" | "onEncoding"
>({
  ...unpackRules,
  from: [0, integer(0, Number.MAX_SAFE_INTEGER)],
  chunkBytes: [CHUNK_BYTES, integer(1)],
  onStored: optional(callback<(chunk: Uint8Array) => void>()),
  entry: optional(text),
  onEntry: optional(callback<(name: string) => void>()),
  encoding: optional(encodingRule),
  onEncoding: optional(callback<(found: FoundEncoding) => void>()),
});

/**
 * Opens a file of bytes: training and scoring read files through this. The path may be a link; a pipe, a device or a
 * folder is refused, because a file is read by position.
 *
 * @throws `FILE_FAILURE`, `INVALID_OPTION`
 */
export async function openBytes(path: string): Promise<ByteFile> {
  checkOption("path", path, text, "openBytes");
  const { handle, found } = await openPlainHandle(path, "read", { links: "followed" });
  const { size, mtimeMs } = found;
  return {
    size,
    mtimeMs,
    read: (range) => streamBytes(path, handle, size, range),
    close: () => handle.close(),
  };
}

/**
 * Streams the bytes of a file, unpacked when its name ends in `.gz`, `.tgz`, `.zst` or `.zip`, within the limits.
 *
 * Reports progress in bytes of the file as it is stored.
 *
 * @throws `FILE_FAILURE`, `INVALID_ARCHIVE` for compressed data that is damaged or cut, `UNPACKED_TOO_LARGE`,
 *         `INVALID_ENCODING`, `INVALID_OPTION`, `CANCELLED`
 */
export async function* readBytes(path: string, options: ByteOptions = {}): AsyncGenerator<Uint8Array> {
  checkOption("path", path, text, "readBytes");
  const own = withoutContext(options, byteOptions.names);
  const { signal, onProgress, onFile, ...reading } = byteOptions.resolve(own, "readBytes");
  const name = basename(path);
  const file = await openBytes(path);
  const hash = onFile && createHash("sha256");
  let done = 0;
  let found: FoundEncoding | undefined;
  const onStored = (chunk: Uint8Array) => {
    done += chunk.length;
    hash?.update(chunk);
  };
  const onEncoding = (encoding: FoundEncoding) => {
    found = encoding;
  };
  let entry: string | undefined;
  const onEntry = (name: string) => {
    entry = name;
  };
  try {
    for await (const chunk of file.read({ ...reading, onStored, onEntry, onEncoding })) {
      throwIfCancelled(signal, `Reading ${name}`);
      yield chunk;
      onProgress?.({ stage: "reading", done, total: file.size, unit: "bytes" });
    }
  } finally {
    await file.close();
  }
  const encoding = found?.encoding === "utf-8" && found.basis !== "guess" ? undefined : found;
  if (!hash) return;
  const read = { name, bytes: done, sha256: hash.digest("hex") };
  onFile({ ...read, ...(entry === undefined ? {} : { entry }), ...(encoding && { encoding }) });
}

async function* streamBytes(
  path: string,
  handle: FileHandle,
  size: number,
  range: ByteRange = {},
): AsyncGenerator<Uint8Array> {
  const { from, chunkBytes, onStored, entry, onEntry, encoding, onEncoding, ...limits } = byteRange.resolve(
    range,
    "read",
  );
  const name = basename(path);
  const meter = new UnpackMeter(name, limits);
  const unpack = unpackerFor(name, limits);
  // The place of a byte of UTF-8 in a file of another encoding is not known.
  const start = unpack === undefined && encoding === undefined && !isZip(name) ? from : 0;
  const stored = isZip(name)
    ? zipBytes({ name, handle, size, entry, chunkBytes, meter, onEntry, onStored })
    : storedBytes(handle, start, chunkBytes, (chunk) => {
        meter.packed += chunk.length;
        onStored?.(chunk);
      });
  // An error of any stream reaches the loop through the last one, so the callback has nothing to do.
  const unpacked =
    unpack &&
    metered(
      pipeline(Readable.from(stored), unpack, () => {}),
      meter,
    );
  const bytes = unpacked ?? stored;
  let skipped = start;
  try {
    for await (const chunk of encoding === undefined ? bytes : inUtf8(name, bytes, encoding, onEncoding)) {
      const skip = Math.min(from - skipped, chunk.length);
      skipped += skip;
      if (skip < chunk.length) yield skip === 0 ? chunk : chunk.subarray(skip);
    }
  } catch (cause) {
    throw readFailure(cause, path);
  } finally {
    unpack?.destroy();
  }
}

/** The bytes of a file of a zip archive, unpacked. All of the archive is read before where `onStored` sees its bytes. */
async function* zipBytes(parts: {
  readonly name: string;
  readonly handle: FileHandle;
  readonly size: number;
  readonly entry: string | undefined;
  readonly chunkBytes: number;
  readonly meter: UnpackMeter;
  readonly onEntry: ByteRange["onEntry"];
  readonly onStored: ByteRange["onStored"];
}): AsyncGenerator<Uint8Array> {
  const { name, handle, size, chunkBytes, meter, onEntry, onStored } = parts;
  const entry = await findZipEntry(name, handle, size, parts.entry);
  onEntry?.(entry.name);
  if (onStored) for await (const chunk of storedBytes(handle, 0, chunkBytes)) onStored(chunk);
  yield* zipEntryBytes(name, handle, entry, meter, chunkBytes);
}

/** The chunks, each counted before it is passed on. */
async function* metered(chunks: AsyncIterable<Uint8Array>, meter: UnpackMeter): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    meter.unpack(chunk.length);
    yield chunk;
  }
}

/** The name without the ending of a compressed file: `.gz`, `.zst`, `.zip`; `.tgz` becomes `.tar`. */
export function withoutCompression(name: string): string {
  return name.replace(/\.tgz$/i, ".tar").replace(/\.(gz|zst|zstd|zip)$/i, "");
}

/**
 * The name of what a file has in it, by which its format is chosen: of a zip archive the file that is read, else the name
 * without the ending of a compressed file.
 *
 * @param entry  The file of a zip archive that is read. Default: the only one.
 * @throws `FILE_FAILURE`, `INVALID_ARCHIVE`, `INVALID_OPTION`
 */
export async function unpackedName(path: string, entry?: string): Promise<string> {
  const name = basename(checkOption("path", path, text, "unpackedName"));
  if (!isZip(name)) return withoutCompression(name);
  const { handle, found } = await openPlainHandle(path, "read", { links: "followed" });
  try {
    return basename((await findZipEntry(name, handle, found.size, entry)).name);
  } catch (cause) {
    throw readFailure(cause, path);
  } finally {
    await handle.close();
  }
}

function isZip(name: string): boolean {
  return /\.zip$/i.test(name);
}

function unpackerFor(name: string, limits: UnpackLimits): Transform | undefined {
  if (/\.(gz|tgz)$/i.test(name)) return createGunzip({ chunkSize: CHUNK_BYTES });
  if (/\.(zst|zstd)$/i.test(name)) return createUnzstd(name, limits);
  return undefined;
}

function readFailure(cause: unknown, path: string): unknown {
  if (ImdbError.isInstance(cause)) return cause;
  const { code = "", message } = cause as NodeJS.ErrnoException;
  const isCut = code === "Z_BUF_ERROR";
  if (!isCut && !code.startsWith("Z_")) return fileFailure("read", path, cause);
  const problem = isCut ? "it is cut: the compressed data ends early" : message;
  return InvalidArchive.create({ file: basename(path), problem }, { cause });
}
