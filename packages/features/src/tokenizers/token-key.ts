/**
 * Writes the key of a token, by which hash tables find it: 64 bits in two halves. The key of one to eight ASCII
 * characters (U+0001 … U+007F) is these characters, filled up with zeros, so that tokens with equal keys are equal.
 * Most tokens of a text are such. Any other key is the FNV-1a hash of the token, and its length with the highest bit
 * set, which no ASCII character has. Such tokens with equal keys have to be compared unit by unit.
 */
export function writeKey(
  units: Uint16Array,
  from: number,
  to: number,
  low: Int32Array,
  high: Int32Array,
  at: number,
): void {
  let first = 0;
  let second = 0;
  let isPlain = to - from <= PACKED && to > from;
  for (let k = from; isPlain && k < to; k++) {
    const unit = units[k]!;
    isPlain = unit > 0 && unit < 0x80;
    const place = k - from;
    if (place < 4) first |= unit << (8 * place);
    else second |= unit << (8 * place - 32);
  }
  low[at] = isPlain ? first : hashOf(units, from, to);
  high[at] = isPlain ? second : hashedHigh(to - from);
}

/** Number of ASCII characters that a key can hold. */
export const PACKED = 8;

/** The second half of the key of any other token. */
export function hashedHigh(length: number): number {
  return length | 0x80000000;
}

/** FNV-1a of a run of units, 32 bits. */
export function hashOf(units: Uint16Array | Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let k = from; k < to; k++) hash = Math.imul(hash ^ units[k]!, 0x01000193);
  return hash;
}
