import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { ImdbError, InvalidOption, throwIfCancelled } from "@imdb/core";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { InvalidArchive } from "../../errors.js";
import { shownList } from "../../shown-names.js";

/** A file of a zip archive: where its bytes are, and how they are stored. */
export interface ZipEntry {
  readonly name: string;
  /** Where its bytes begin in the archive. */
  readonly start: number;
  /** The number of its bytes in the archive. */
  readonly length: number;
  readonly isDeflated: boolean;
  /** The CRC-32 and the length of its content, as the directory of the archive says. */
  readonly crc32: number;
  readonly unpacked: number;
}

const STORED = 0;
const DEFLATED = 8;

/**
 * Finds the file of a zip archive that is read: the one of a name, or the only one. Folders and what macOS adds do not
 * count.
 *
 * @param file  The name of the archive, for errors.
 * @param size  The number of its bytes.
 * @throws `INVALID_ARCHIVE` for what is no zip, or is encrypted, or is packed in another way than deflate;
 *         `INVALID_OPTION` when there is no file of the name, or there are several and none is named
 */
export async function findZipEntry(
  file: string,
  handle: FileHandle,
  size: number,
  name: string | undefined,
): Promise<ZipEntry> {
  return readable(file, async () => {
    const zip = await openZip(handle, size);
    const names: string[] = [];
    const found: Entry[] = [];
    for await (const entry of zip.eachEntry()) {
      const { fileName } = entry;
      if (isNoFile(fileName)) continue;
      // All of them would be held otherwise.
      if (names.length <= MOST_NAMES) names.push(fileName);
      if (name === undefined || fileName === name) found.push(entry);
      if (found.length > 1 && names.length > MOST_NAMES) break;
    }
    const [entry, second] = found;
    if (entry === undefined || second !== undefined) throw choice(file, name, names);
    return describe(file, zip, entry);
  });
}

/**
 * All files of a zip archive, in the order of its directory. Names that are there twice, in capital or small letters, and
 * files in the place of another one are refused.
 *
 * @param most    The most entries that it may have.
 * @param signal  Is looked at between two entries.
 * @throws `INVALID_ARCHIVE`, `CANCELLED`
 */
export async function zipEntries(
  file: string,
  handle: FileHandle,
  size: number,
  most: number,
  signal: AbortSignal | undefined,
): Promise<readonly ZipEntry[]> {
  const zip = await readable(file, () => openZip(handle, size));
  const refused = (problem: string) => InvalidArchive.create({ file, problem });
  if (zip.entryCount > most) throw refused(`it has ${zip.entryCount} files, and at most ${most} are read`);
  const all = zip.eachEntry();
  const names = new Set<string>();
  const entries: ZipEntry[] = [];
  for (;;) {
    throwIfCancelled(signal, `Reading ${file}`);
    const entry = await readable(file, async () => {
      const { done, value } = await all.next();
      return done ? undefined : describe(file, zip, value);
    });
    if (entry === undefined) break;
    const { name } = entry;
    if (name.endsWith("/")) continue;
    if (names.has(name.toLowerCase())) throw refused(`it has the file ${JSON.stringify(name)} twice`);
    names.add(name.toLowerCase());
    entries.push(entry);
  }
  const byPlace = [...entries].sort((a, b) => a.start - b.start);
  const overlapping = byPlace.find(({ start }, i) => i > 0 && start < endOf(byPlace[i - 1]!));
  if (overlapping === undefined) return entries;
  throw refused(`its file ${JSON.stringify(overlapping.name)} is in the place of another one`);
}

function endOf({ start, length }: ZipEntry): number {
  return start + length;
}

async function openZip(handle: FileHandle, size: number): Promise<ZipFile> {
  const zip = await yauzl.fromRandomAccessReaderPromise(new HandleReader(handle), size, { autoClose: false });
  // The library reads the second number of entries, other programs the first one.
  const end = Buffer.alloc(22);
  await handle.read(end, 0, end.length, size - end.length - zip.comment.length);
  if (end.readUInt16LE(8) !== end.readUInt16LE(10)) throw new Error("it has two numbers of entries");
  return zip;
}

/** More than a message shows. */
const MOST_NAMES = 20;

function isNoFile(name: string): boolean {
  return name.endsWith("/") || name.startsWith("__MACOSX/") || /(^|\/)\.DS_Store$/.test(name);
}

function choice(file: string, name: string | undefined, names: readonly string[]): Error {
  if (names.length === 0) return InvalidArchive.create({ file, problem: "it has no files" });
  const expected = `the name of one file of the archive: ${shownList(names)}`;
  return InvalidOption.create({ option: "entry", value: name, expected, of: file });
}

async function describe(file: string, zip: ZipFile, entry: Entry): Promise<ZipEntry> {
  const { fileName: name, compressionMethod: method, compressedSize: length } = entry;
  const problem = entry.isEncrypted()
    ? "it is encrypted; unpack it with its password"
    : method === STORED || method === DEFLATED
      ? undefined
      : `it is packed by the method ${method}, and only deflate (8) is read; pack it again`;
  if (problem !== undefined) throw InvalidArchive.create({ file, entry: name, problem });
  const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const { crc32, uncompressedSize: unpacked } = entry;
  return { name, start, length, isDeflated: method === DEFLATED, crc32, unpacked };
}

/** Reads the directory of the archive from an open file. */
class HandleReader extends yauzl.RandomAccessReader {
  private readonly handle: FileHandle;

  constructor(handle: FileHandle) {
    super();
    this.handle = handle;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.handle.read(buffer, offset, length, position).then(
      ({ bytesRead }) => callback(bytesRead === length ? null : new Error("it is cut")),
      (cause) => callback(cause),
    );
  }

  /** Contents are read elsewhere. */
  override _readStreamForRange(): Readable {
    return Readable.from([]);
  }
}

/** Turns errors of the library into `INVALID_ARCHIVE`; those of the system have a code. */
async function readable<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (ImdbError.isInstance(cause) || (cause as NodeJS.ErrnoException).code !== undefined) throw cause;
    throw InvalidArchive.create(
      { file, problem: `it is not a readable zip: ${(cause as Error).message}` },
      { cause },
    );
  }
}
