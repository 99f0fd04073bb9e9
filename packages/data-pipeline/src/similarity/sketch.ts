import { BINS, bandKeys, minHash } from "./min-hash.js";
import { shingleRoom, shingles } from "./shingles.js";

/** With 21 bands of 6 rows a pair at 0.8 is missed with probability 0.002, one at 0.7 with 0.07. */
export const BANDS = 21;
const ROWS = 6;

/** Writes the bands of a text's MinHash signature at a place of `keys`; gives its number of shingles. */
export type Sketcher = (text: string, keys: Uint32Array, offset: number) => number;

/** A sketcher with room for the longest of these texts. */
export function createSketcher(texts: readonly string[], shingleSize: number): Sketcher {
  const room = shingleRoom(texts.reduce((longest, text) => Math.max(longest, text.length), 0));
  const words = new Int32Array(room);
  const hashes = new Uint32Array(room);
  const signature = new Uint32Array(BINS);
  return (text, keys, offset) => {
    const count = shingles(text, shingleSize, words, hashes);
    minHash(hashes, count, signature);
    bandKeys(signature, BANDS, ROWS, keys, offset);
    return count;
  };
}
