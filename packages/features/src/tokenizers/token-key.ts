/**
 * What tokens are found by: 64 bits in two halves. Of a token of one to eight ASCII characters (U+0001 … U+007F)
 * the key is the characters themselves, zeros behind them, so that equal keys are equal tokens; most tokens of
 * a text are such. Any other's key is its FNV-1a hash, and its length with the highest bit set, which no ASCII
 * character has: equal keys are then to be compared unit by unit.
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

/** How many ASCII characters a key holds. */
export const PACKED = 8;

/** The second half of the key of a token that is no short ASCII one. */
export function hashedHigh(length: number): number {
  return length | 0x80000000;
}

/** FNV-1a of a run of units, 32 bits. */
export function hashOf(units: Uint16Array | Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let k = from; k < to; k++) hash = Math.imul(hash ^ units[k]!, 0x01000193);
  return hash;
}
