import { chiSquaredSf, fisherExact } from "@imdb/measures";

/** Below this expected count in any cell, the test is Fisher's. */
const SMALLEST_EXPECTED = 5;

/** Two-sided p-value that a of m and b of n have the same share. */
export function twoShares(a: number, m: number, b: number, n: number): number {
  const share = (a + b) / (m + n);
  const smaller = Math.min(m, n);
  if (smaller * Math.min(share, 1 - share) < SMALLEST_EXPECTED) return fisherExact(a, m - a, b, n - b);
  const z = (a / m - b / n) ** 2 / (share * (1 - share) * (1 / m + 1 / n));
  return chiSquaredSf(z, 1);
}
