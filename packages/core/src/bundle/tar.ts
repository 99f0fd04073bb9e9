import { assertBytes } from "../errors/assert-argument.js";
import { InvalidBundle } from "../errors/codes.js";
import { assertFiles, type BundleFiles } from "./bundle-files.js";

const BLOCK = 512;
const NAME = /^[A-Za-z][A-Za-z0-9.]{0,63}$/;

/**
 * Writes the files of a bundle as one uncompressed tar (POSIX ustar), sorted by name, without owner and time, so that
 * the same files have the same bytes.
 *
 * @see IEEE Std 1003.1, pax, ustar interchange format.
 */
export function bundleToTar(files: BundleFiles): Uint8Array {
  assertFiles(files);
  const names = [...files.keys()].sort();
  for (const name of names) if (!NAME.test(name)) throw invalid(name, "a bundle has no file of this name");
  const size = names.reduce((sum, name) => sum + BLOCK + padded(files.get(name)!.length), 2 * BLOCK);
  const tar = new Uint8Array(size);
  let at = 0;
  for (const name of names) {
    const bytes = files.get(name)!;
    tar.set(header(name, bytes.length), at);
    tar.set(bytes, at + BLOCK);
    at += BLOCK + padded(bytes.length);
  }
  return tar;
}

/**
 * Reads the files of a tar that {@link bundleToTar} wrote, or that GNU tar or Python made of the folder of a bundle
 * (`tar -cf model.tar -C model .`). Everything else that a tar may contain (other folders, links, paths, long names) is
 * refused. The files are views of `tar`, not copies.
 *
 * @throws `INVALID_BUNDLE`
 */
export function bundleFromTar(tar: Uint8Array): BundleFiles {
  assertBytes("tar", tar);
  const files = new Map<string, Uint8Array>();
  let at = 0;
  while (at + BLOCK <= tar.length && tar[at] !== 0) {
    const head = tar.subarray(at, at + BLOCK);
    const name = nameOf(head).replace(/^\.\//, "");
    const size = octal(head, 124, 12);
    if (octal(head, 148, 8) !== checksum(head)) throw invalid(name, "its tar header is damaged");
    if (at + BLOCK + size > tar.length) throw invalid(name, "the archive ends before it does");
    const bytes = tar.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + padded(size);
    if (isIgnored(head[156]!, name, bytes)) continue;
    if (head[156] !== 0x30) throw invalid(name, "it is not a plain file");
    if (!NAME.test(name)) throw invalid(name, "a bundle has no file of this name");
    if (files.has(name)) throw invalid(name, "it is in the archive twice");
    files.set(name, bytes);
  }
  return files;
}

/** The name of an entry. In ustar a prefix may hold its first part, so that a name alone may be another file's. */
function nameOf(head: Uint8Array): string {
  const isUstar = text(head, 257, 6) === "ustar" && head[263] === 0x30;
  const prefix = isUstar ? text(head, 345, 155) : "";
  return prefix === "" ? text(head, 0, 100) : `${prefix}/${text(head, 0, 100)}`;
}

/** Whether an entry is the folder itself, or a pax record (times, owners) that changes neither name nor size of a file. */
function isIgnored(type: number, name: string, bytes: Uint8Array): boolean {
  if (type === 0x35) return name === "" && bytes.length === 0;
  if (type !== 0x78 && type !== 0x67) return false;
  return /^(?:\d{1,9} (?:[acm]time|[ug]id|[ug]name|comment)=[^\n]{0,200}\n)*$/.test(
    text(bytes, 0, bytes.length),
  );
}

function header(name: string, size: number): Uint8Array {
  const head = new Uint8Array(BLOCK);
  const put = (value: string, offset: number) => head.set(new TextEncoder().encode(value), offset);
  put(name, 0);
  put("0000644\0", 100);
  put("0000000\0", 108);
  put("0000000\0", 116);
  put(`${size.toString(8).padStart(11, "0")}\0`, 124);
  put("00000000000\0", 136);
  put("0", 156);
  put("ustar\x0000", 257);
  put(`${checksum(head).toString(8).padStart(6, "0")}\0 `, 148);
  return head;
}

/** The sum of the bytes of a header, with spaces in place of the checksum. */
function checksum(head: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 0x20 : head[i]!;
  return sum;
}

function text(head: Uint8Array, offset: number, length: number): string {
  const field = head.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

function octal(head: Uint8Array, offset: number, length: number): number {
  const digits = text(head, offset, length).trim();
  if (!/^[0-7]{1,11}$/.test(digits)) throw invalid(text(head, 0, 100), "its tar header is damaged");
  return Number.parseInt(digits, 8);
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

function invalid(name: string, problem: string): Error {
  return InvalidBundle.create({ file: name.slice(0, 80), problem });
}
