import { InvalidArchive, UnpackedTooLarge } from "@imdb/rows";
import { extract, type Header } from "tar-stream";

/** A file of an archive, in memory. */
export interface TarFile<T> {
  readonly name: string;
  /** What `wanted` returned for its name. */
  readonly what: T;
  readonly bytes: Uint8Array;
}

const END_OF_ARCHIVE = 512;

/**
 * Reads the files of a tar that `wanted` selects, in the order of the archive. At most one chunk of input is buffered.
 *
 * Nothing is written. An archive with links, devices, or names that lead out of their folder is refused completely,
 * because it was made to do harm.
 *
 * @param wanted        Returns `undefined` for the name of a file to skip.
 * @param maxFileBytes  The largest size of one wanted file; a larger declared size is refused before it is read.
 * @throws `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, and whatever `chunks` throws
 */
export async function* readTar<T>(
  archive: string,
  chunks: AsyncIterable<Uint8Array>,
  wanted: (name: string) => T | undefined,
  maxFileBytes: number,
): AsyncGenerator<readonly TarFile<T>[]> {
  const files: TarFile<T>[] = [];
  let tail: Uint8Array = new Uint8Array(0);
  // The oldest format, V7, has no magic number; the checksum of a header is compared in every format.
  // Its types do not have the option.
  const parser = extract({ allowUnknownFormat: true } as Parameters<typeof extract>[0]);
  const state = watch(parser);
  parser.on("entry", (header, stream, next) => {
    // The parser emits the same error, and it is handled there.
    stream.on("error", () => {});
    // In V7 a folder is a file whose name ends in a slash.
    const isFile = header.type === "file" && !header.name.endsWith("/");
    const what = isFile ? wanted(header.name) : undefined;
    const refused = refusal(archive, header, what === undefined ? Number.POSITIVE_INFINITY : maxFileBytes);
    if (refused !== undefined) return state.fail(refused);
    if (what !== undefined) {
      const parts: Uint8Array[] = [];
      stream.on("data", (part) => parts.push(part as Uint8Array));
      stream.on("end", () => {
        files.push({ name: header.name, what, bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts) });
        next();
      });
    } else {
      stream.on("end", next);
      stream.resume();
    }
  });
  try {
    for await (const chunk of chunks) {
      if (!parser.write(chunk)) await state.drained();
      state.check(archive);
      tail = lastBytes(tail, chunk);
      if (files.length > 0) yield files.splice(0);
    }
    parser.end(null);
    await state.finished();
    state.check(archive);
  } finally {
    parser.destroy(null);
  }
  // For the parser an archive that is cut between two entries is complete, so the end mark is checked here.
  if (tail.length < END_OF_ARCHIVE || tail.some((byte) => byte !== 0)) {
    throw InvalidArchive.create({ file: archive, problem: "it is cut: the end-of-archive mark is missing" });
  }
  if (files.length > 0) yield files;
}

/** Turns the events of the parser into promises, and keeps its first error. */
function watch(parser: ReturnType<typeof extract>) {
  let error: Error | undefined;
  let done = false;
  let wake = () => {};
  const settle = () => wake();
  parser.on("drain", settle);
  parser.on("finish", () => {
    done = true;
    wake();
  });
  parser.on("close", () => {
    done = true;
    wake();
  });
  parser.on("error", (cause) => {
    error ??= cause;
    wake();
  });
  const next = () => new Promise<void>((resolve) => (wake = resolve));
  return {
    fail(cause: Error) {
      error ??= cause;
      parser.destroy(null);
      wake();
    },
    async drained() {
      if (error === undefined && !done) await next();
    },
    async finished() {
      while (error === undefined && !done) await next();
    },
    check(archive: string) {
      if (error === undefined) return;
      throw error.name === "ImdbError" ? error : describe(archive, error);
    },
  };
}

function describe(file: string, cause: Error): Error {
  const problem = cause.message.startsWith("Unexpected end")
    ? "it is cut: the last entry is not complete"
    : `it is not a readable tar: ${cause.message}`;
  return InvalidArchive.create({ file, problem }, { cause });
}

function refusal(file: string, header: Header, maxBytes: number): Error | undefined {
  const { name, type, size = 0 } = header;
  const problem = leadsOut(name)
    ? "its name leads out of the archive"
    : type !== "file" && type !== "directory" && type !== "contiguous-file"
      ? `it is a ${type ?? "special file"}, only files and folders are read`
      : isSparse(header)
        ? "it is a sparse file, whose holes are not in the archive; GNU tar writes it whole without --sparse"
        : undefined;
  if (problem !== undefined) return InvalidArchive.create({ file, entry: name, problem });
  if (size > maxBytes) {
    return UnpackedTooLarge.create({
      file,
      entry: name,
      limit: "the size of one document",
      allowed: maxBytes,
      actual: size,
    });
  }
  return undefined;
}

/** Whether a file is stored without its holes, in the format of pax. In the one of GNU it is a special file. */
function isSparse({ pax }: Header): boolean {
  return Object.keys(pax ?? {}).some((key) => key.startsWith("GNU.sparse."));
}

function leadsOut(name: string): boolean {
  return /^[/\\]|^[A-Za-z]:|\0/.test(name) || name.split(/[/\\]/).includes("..");
}

function lastBytes(before: Uint8Array, chunk: Uint8Array): Uint8Array {
  if (chunk.length >= END_OF_ARCHIVE) return chunk.subarray(chunk.length - END_OF_ARCHIVE);
  return Buffer.concat([before, chunk]).subarray(-END_OF_ARCHIVE);
}
