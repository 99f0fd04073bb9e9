import { isAscii, isUtf8 } from "node:buffer";

const BOM = "\ufeff";

/** The text of UTF-8 bytes without a byte order mark, or `undefined` when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The same for ASCII, and copied as it is instead of decoded.
  if (isAscii(bytes)) return buffer.toString("latin1");
  if (!isUtf8(bytes)) return undefined;
  const text = buffer.toString("utf8");
  return text.startsWith(BOM) ? text.slice(1) : text;
}

/** Where bytes stop being UTF-8: the offset of the first byte that cannot be. */
export function firstInvalidByte(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  // A prefix that only lacks the rest of its last character counts as good; where it ends is looked at after.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isGoodPrefix(bytes, middle)) low = middle;
    else high = middle - 1;
  }
  while (!isUtf8(bytes.subarray(0, low))) low--;
  return low;
}

function isGoodPrefix(bytes: Uint8Array, end: number): boolean {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    decoder.decode(bytes.subarray(0, end), { stream: true });
    return true;
  } catch {
    return false;
  }
}
