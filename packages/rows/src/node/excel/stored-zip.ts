import { crc32 } from "../unpack/crc32.js";

/** A file of an archive, by its name. */
export interface StoredFile {
  readonly name: string;
  readonly content: readonly Uint8Array[];
}

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
/** Names are UTF-8. */
const FLAGS = 0x800;
const VERSION = 20;

/** A zip archive of files that are not packed, in a buffer of its own. At most 4 GiB. */
export function storedZip(files: readonly StoredFile[]): Uint8Array<ArrayBuffer> {
  const entries = files.map(({ name, content }) => ({
    name: new TextEncoder().encode(name),
    content,
    length: content.reduce((sum, { length }) => sum + length, 0),
    crc: content.reduce((crc, bytes) => crc32(bytes, crc), 0),
  }));
  const total = entries.reduce(
    (sum, { name, length }) => sum + LOCAL_BYTES + CENTRAL_BYTES + 2 * name.length + length,
    END_BYTES,
  );
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const put = (part: Uint8Array) => {
    bytes.set(part, at);
    at += part.length;
  };
  /** Version, flags, method, time, CRC-32 and lengths, which a file has in front of it and in the directory. */
  const describe = ({ name, length, crc }: (typeof entries)[number]) => {
    view.setUint16(at, VERSION, true);
    view.setUint16(at + 2, FLAGS, true);
    view.setUint32(at + 10, crc, true);
    view.setUint32(at + 14, length, true);
    view.setUint32(at + 18, length, true);
    view.setUint16(at + 22, name.length, true);
    at += LOCAL_BYTES - 4;
  };
  const starts = entries.map((entry) => {
    const start = at;
    view.setUint32(at, 0x04034b50, true);
    at += 4;
    describe(entry);
    put(entry.name);
    entry.content.forEach(put);
    return start;
  });
  const directory = at;
  entries.forEach((entry, i) => {
    view.setUint32(at, 0x02014b50, true);
    view.setUint16(at + 4, VERSION, true);
    at += 6;
    describe(entry);
    view.setUint32(at + 10, starts[i]!, true);
    at += CENTRAL_BYTES - 6 - (LOCAL_BYTES - 4);
    put(entry.name);
  });
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, entries.length, true);
  view.setUint16(at + 10, entries.length, true);
  view.setUint32(at + 12, at - directory, true);
  view.setUint32(at + 16, directory, true);
  return bytes;
}
