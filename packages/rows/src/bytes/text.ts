const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes, a byte order mark included, or `undefined` when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The offset of the first byte that is not of an encoding. Default: UTF-8. */
export function firstInvalidByte(bytes: Uint8Array, encoding = "utf-8"): number {
  let low = 0;
  let high = bytes.length;
  // A prefix that ends inside a character counts as valid here; the last loop leaves that character out.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isGoodPrefix(bytes.subarray(0, middle), encoding, true)) low = middle;
    else high = middle - 1;
  }
  while (!isGoodPrefix(bytes.subarray(0, low), encoding, false)) low--;
  return low;
}

/** @param stream  Whether the last character may be cut. */
function isGoodPrefix(bytes: Uint8Array, encoding: string, stream: boolean): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}

/** The length of the byte order mark that a file begins with: 3 or 0. */
export function markLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
