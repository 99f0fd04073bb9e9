/**
 * MurmurHash3 of bytes: the x86 variant of 32 bits, as a signed integer.
 *
 * @see Appleby (2011), MurmurHash3.
 * @example
 * murmurHash3(new TextEncoder().encode("hello"), 0, 5, 0); // => 613153351
 */
export function murmurHash3(bytes: Uint8Array, from: number, to: number, seed: number): number {
  let h = seed | 0;
  const length = to - from;
  const wholeEnd = from + (length & ~3);
  for (let k = from; k < wholeEnd; k += 4) {
    h ^= scramble(bytes[k]! | (bytes[k + 1]! << 8) | (bytes[k + 2]! << 16) | (bytes[k + 3]! << 24));
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
  }
  let rest = 0;
  for (let k = to - 1; k >= wholeEnd; k--) rest = (rest << 8) | bytes[k]!;
  if (wholeEnd < to) h ^= scramble(rest);
  h ^= length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function scramble(word: number): number {
  const k = Math.imul(word, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}
