import { InvalidArchive, UnpackedTooLarge } from "../errors.js";
import { createByteQueue } from "./byte-queue.js";
import {
  readPaxRecords,
  readTarHeader,
  TAR_BLOCK,
  type TarHeader,
  type TarType,
  text,
} from "./tar-header.js";

/** A file of an archive, whole in memory. */
export interface TarFile<T> {
  readonly name: string;
  /** What `wanted` made of its name. */
  readonly what: T;
  /** A view of the chunk it came in, where it came in one. */
  readonly bytes: Uint8Array;
}

/** What an entry says about the one after it: a name or a size that does not fit into a header. */
type Overrides = { readonly name?: string; readonly size?: number };

/** Most bytes of a long name or of pax records. */
const MAX_EXTENSION_BYTES = 2 ** 20;

/**
 * The files of a tar that `wanted` asks for, in the archive's order, some at a time. Files that are not wanted
 * are passed over; no more than one wanted file and one chunk of input is waiting.
 *
 * Nothing is written anywhere. Still, an archive with links, devices, or names that climb out of their folder
 * was made to do harm, and is refused whole. Names are those of ustar, of GNU tar and of pax records.
 *
 * @param wanted        Gives `undefined` for the name of a file to pass over.
 * @param maxFileBytes  Most bytes of one wanted file; a larger declared size is refused before it is read.
 * @throws `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, and whatever `chunks` throws
 */
export async function* readTar<T>(
  archive: string,
  chunks: AsyncIterable<Uint8Array>,
  wanted: (name: string) => T | undefined,
  maxFileBytes: number,
): AsyncGenerator<readonly TarFile<T>[]> {
  const input = createByteQueue();
  let overrides: Overrides = {};
  /** The entry whose bytes are awaited; what of it, where it is a wanted file. */
  let entry: (TarHeader & { readonly what?: T }) | undefined;
  /** Bytes still to be passed over. */
  let passing = 0;
  let atEnd = false;

  /** Takes one step as far as the bytes reach; `false` when more are needed. */
  function step(files: TarFile<T>[]): boolean {
    if (passing > 0) {
      const bytes = Math.min(passing, input.size);
      input.skip(bytes);
      passing -= bytes;
      if (passing > 0) return false;
    }
    if (entry === undefined) {
      if (input.size < TAR_BLOCK) return false;
      open(input.take(TAR_BLOCK));
      return true;
    }
    if (input.size < entry.size) return false;
    const bytes = input.take(entry.size);
    passing = padding(entry.size);
    if (entry.what !== undefined) files.push({ name: entry.name, what: entry.what, bytes });
    else overrides = { ...overrides, ...overridesOf(archive, entry, bytes) };
    entry = undefined;
    return true;
  }

  function open(block: Buffer): void {
    const header = readTarHeader(block);
    atEnd = header === undefined;
    if (header === undefined) return;
    if (typeof header === "string") throw InvalidArchive.create({ file: archive, problem: header });
    if (isExtension(header)) {
      if (header.size > MAX_EXTENSION_BYTES) {
        throw InvalidArchive.create({ file: archive, problem: "a name in it is longer than 1 MiB" });
      }
      entry = header;
      return;
    }
    const { name, size, type } = { ...header, ...overrides };
    overrides = {};
    refuse(archive, name, type);
    const what = type === "file" ? wanted(name) : undefined;
    if (what === undefined) {
      passing = size + padding(size);
      return;
    }
    if (size > maxFileBytes) {
      const limit = "the size of one document";
      throw UnpackedTooLarge.create({
        file: archive,
        entry: name,
        limit,
        allowed: maxFileBytes,
        actual: size,
      });
    }
    entry = { name, size, type, what };
  }

  for await (const chunk of chunks) {
    input.push(chunk);
    const files: TarFile<T>[] = [];
    while (step(files));
    if (files.length > 0) yield files;
  }
  if (entry !== undefined || passing > 0) {
    throw InvalidArchive.create({ file: archive, problem: "it is cut: the last entry is not complete" });
  }
  // An archive that is cut between two entries would look complete; the end mark tells.
  if (!atEnd || input.size > 0) {
    throw InvalidArchive.create({ file: archive, problem: "it is cut: the end-of-archive mark is missing" });
  }
}

function isExtension({ type }: TarHeader): boolean {
  return (
    type === "pax records" ||
    type === "global pax records" ||
    type === "long name" ||
    type === "long link name"
  );
}

function overridesOf(file: string, { type }: TarHeader, bytes: Buffer): Overrides {
  if (type === "long name") return { name: text(bytes, 0, bytes.length) };
  // Links are refused whatever they lead to, and global records name no single file.
  if (type !== "pax records") return {};
  const records = readPaxRecords(bytes);
  if (records === undefined) throw InvalidArchive.create({ file, problem: "its pax records are damaged" });
  const name = records.get("path");
  const size = records.get("size");
  if (size !== undefined && !/^\d{1,15}$/.test(size)) {
    throw InvalidArchive.create({ file, problem: "the size of an entry is not a number" });
  }
  return { ...(name === undefined ? {} : { name }), ...(size === undefined ? {} : { size: Number(size) }) };
}

/** @throws `INVALID_ARCHIVE` */
function refuse(file: string, name: string, type: TarType): void {
  const problem = climbs(name)
    ? "its name leads out of the archive"
    : type !== "file" && type !== "directory" && type !== "contiguous-file"
      ? `it is a ${type}, only files and folders are read`
      : undefined;
  if (problem !== undefined) throw InvalidArchive.create({ file, entry: name, problem });
}

function climbs(name: string): boolean {
  if (/^[/\\]|^[A-Za-z]:|\0/.test(name)) return true;
  return name.includes("..") && name.split(/[/\\]/).includes("..");
}

function padding(size: number): number {
  return (TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK;
}
