/** What the 512 bytes before each entry of a tar say. */
export interface TarHeader {
  readonly name: string;
  readonly type: TarType;
  /** Bytes of what follows, without the padding to whole blocks. */
  readonly size: number;
}

/** Kinds of entries; the last four say something about the entry after them, or about all. */
export type TarType =
  | "file"
  | "link"
  | "symlink"
  | "character-device"
  | "block-device"
  | "directory"
  | "fifo"
  | "contiguous-file"
  | "special file"
  | "pax records"
  | "global pax records"
  | "long name"
  | "long link name";

/** Bytes of a header, and what everything in a tar is padded to. */
export const TAR_BLOCK = 512;

const TYPES = new Map<number, TarType>([
  [0, "file"],
  [0x30, "file"],
  [0x31, "link"],
  [0x32, "symlink"],
  [0x33, "character-device"],
  [0x34, "block-device"],
  [0x35, "directory"],
  [0x36, "fifo"],
  [0x37, "contiguous-file"],
  [0x78, "pax records"],
  [0x67, "global pax records"],
  [0x4c, "long name"],
  [0x4b, "long link name"],
]);
const CHECKSUM = { from: 148, to: 156 };
const SPACE = 0x20;
const SLASH = 0x2f;

/**
 * Reads a header, as POSIX ustar and GNU tar write it.
 *
 * @returns `undefined` for a block of zeros, which ends an archive; the text of a problem when it is damaged.
 * @see IEEE Std 1003.1, pax, ustar interchange format; the GNU tar manual, basic tar format.
 */
export function readTarHeader(block: Buffer): TarHeader | string | undefined {
  let sum = 0;
  for (let i = 0; i < CHECKSUM.from; i++) sum += block[i]!;
  for (let i = CHECKSUM.to; i < TAR_BLOCK; i++) sum += block[i]!;
  if (sum === 0 && octal(block, CHECKSUM.from, CHECKSUM.to) === 0) return undefined;
  // The checksum's own bytes count as spaces.
  if (sum + SPACE * (CHECKSUM.to - CHECKSUM.from) !== octal(block, CHECKSUM.from, CHECKSUM.to)) {
    return "the checksum of a header is wrong";
  }
  const isPosix = block[262] === 0 && isUstar(block);
  const isGnu = block[262] === SPACE && isUstar(block);
  if (!isPosix && !isGnu) return "a header is of an unknown format";
  const size = octal(block, 124, 136);
  if (!Number.isSafeInteger(size) || size < 0) return "the size of an entry is not a number";
  const short = text(block, 0, 100);
  // GNU tar has times where POSIX has the beginning of a long path.
  const name = isPosix && block[345] !== 0 ? `${text(block, 345, 500)}/${short}` : short;
  const type = TYPES.get(block[156]!) ?? "special file";
  // Before ustar a folder was a file whose name ends in a slash.
  const isFolder = block[156] === 0 && name.charCodeAt(name.length - 1) === SLASH;
  return { name, size, type: isFolder ? "directory" : type };
}

/** The records of a pax header by their keys, or `undefined` when they are damaged. */
export function readPaxRecords(bytes: Buffer): ReadonlyMap<string, string> | undefined {
  const records = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(SPACE, at);
    const digits = space < 0 ? "" : bytes.toString("latin1", at, Math.min(space, at + 10));
    const length = /^[1-9]\d{0,8}$/.test(digits) ? Number(digits) : 0;
    // The length counts itself, the space, and the line break at the end.
    const end = at + length;
    if (end > bytes.length || end <= space + 1 || bytes[end - 1] !== 0x0a) return undefined;
    const record = bytes.toString("utf8", space + 1, end - 1);
    const equals = record.indexOf("=");
    if (equals < 1) return undefined;
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at = end;
  }
  return records;
}

/** Text up to the first NUL. */
export function text(bytes: Buffer, from: number, to: number): string {
  const end = bytes.indexOf(0, from);
  return bytes.toString("utf8", from, end < 0 || end > to ? to : end);
}

/** "ustar" */
function isUstar(block: Buffer): boolean {
  return block[257] === 0x75 && block.readUInt32BE(258) === 0x73746172;
}

/** Octal digits between spaces or NULs, or base 256 after a set high bit; NaN for anything else. */
function octal(block: Buffer, from: number, to: number): number {
  if ((block[from]! & 0x80) !== 0) return base256(block, from, to);
  let at = from;
  while (at < to && block[at] === SPACE) at++;
  let value = 0;
  for (; at < to && block[at] !== SPACE && block[at] !== 0; at++) {
    const digit = block[at]! - 0x30;
    if (digit < 0 || digit > 7) return Number.NaN;
    value = value * 8 + digit;
  }
  return value;
}

function base256(block: Buffer, from: number, to: number): number {
  // 0xff begins a negative number, and nothing here can be one.
  if (block[from] !== 0x80) return Number.NaN;
  let value = 0;
  for (let at = from + 1; at < to; at++) value = value * 256 + block[at]!;
  return value;
}
