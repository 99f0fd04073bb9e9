import { decodeNumbers } from "./decode-numbers.js";

/**
 * Code points as sorted half-open ranges, for binary search: `bounds[2k]` starts range `k`, `bounds[2k + 1]`
 * ends it.
 */
export type CodePointRanges = Uint32Array;

/** Decodes gaps and lengths, as the generator writes them. */
export function decodeRanges(encoded: string): CodePointRanges {
  let at = 0;
  return Uint32Array.from(decodeNumbers(encoded), (step) => {
    at += step;
    return at;
  });
}

/** Whether a code point lies in one of the ranges. */
export function inRanges(bounds: CodePointRanges, codePoint: number): boolean {
  let low = 0;
  let high = bounds.length;
  // The number of bounds at or below the code point is odd inside a range.
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bounds[middle]! <= codePoint) low = middle + 1;
    else high = middle;
  }
  return (low & 1) === 1;
}
