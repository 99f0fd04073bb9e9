import * as zlib from "node:zlib";

/** The CRC-32 of some bytes; with that of the bytes before them, of both together. */
export const crc32: (bytes: Uint8Array, before: number) => number =
  // Node.js has it since 20.15.
  (zlib as { readonly crc32?: (bytes: Uint8Array, before: number) => number }).crc32 ?? tableCrc32;

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** By a table of all bytes. @see RFC 1952, section 8 */
export function tableCrc32(bytes: Uint8Array, before: number): number {
  let crc = ~before;
  for (let at = 0; at < bytes.length; at++) crc = TABLE[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
