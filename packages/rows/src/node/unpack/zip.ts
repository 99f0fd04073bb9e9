import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { ImdbError, InvalidOption } from "@imdb/core";
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

/** All files of a zip archive, in the order of its directory. @throws `INVALID_ARCHIVE` */
export async function* eachZipEntry(
  file: string,
  handle: FileHandle,
  size: number,
): AsyncGenerator<ZipEntry> {
  const zip = await readable(file, () => openZip(handle, size));
  const entries = zip.eachEntry();
  for (;;) {
    const next = await readable(file, async () => {
      const { done, value } = await entries.next();
      return done ? undefined : { name: value.fileName, entry: await describe(file, zip, value) };
    });
    if (next === undefined) return;
    if (!next.name.endsWith("/")) yield next.entry;
  }
}

function openZip(handle: FileHandle, size: number): Promise<ZipFile> {
  return yauzl.fromRandomAccessReaderPromise(new HandleReader(handle), size, { autoClose: false });
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

/** The bytes of a file of a zip archive as gzip, whose unpacker compares the checksum and the length. */
export async function* zipEntryAsGzip(
  { isDeflated, length, crc32, unpacked }: ZipEntry,
  stored: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield GZIP_HEADER;
  let left = length;
  if (left > 0)
    for await (const chunk of stored) {
      const part = chunk.subarray(0, left);
      left -= part.length;
      if (isDeflated) yield part;
      else yield* asBlocks(part);
      if (left === 0) break;
    }
  if (!isDeflated) yield LAST_BLOCK;
  const trailer = new DataView(new ArrayBuffer(8));
  trailer.setUint32(0, crc32, true);
  trailer.setUint32(4, unpacked % 2 ** 32, true);
  yield new Uint8Array(trailer.buffer);
}

const GZIP_HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);
const LAST_BLOCK = Uint8Array.of(1, 0, 0, 255, 255);
const BLOCK_BYTES = 0xffff;

/** Bytes that are not packed, as blocks of deflate. @see RFC 1951, section 3.2.4 */
function* asBlocks(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    const part = bytes.subarray(at, at + BLOCK_BYTES);
    const { length } = part;
    const rest = length ^ 0xffff;
    yield Uint8Array.of(0, length & 0xff, length >> 8, rest & 0xff, rest >> 8);
    yield part;
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
