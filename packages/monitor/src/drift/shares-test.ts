import { chiSquaredSf, fisherExact } from "@imdb/measures";
import type { Clustering } from "../profile/clustering.js";

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

/** Two-sided p-value that a of m and b of n texts have the same share, when `correlation` binds texts of a group. */
export type SharesTest = (a: number, m: number, b: number, n: number, correlation: number) => number;

/**
 * The test of two shares for texts in groups: both windows count for as many independent texts as their variance
 * says. The current window's groups are not known; two of its texts share one as likely as two of the reference.
 *
 * @param clustering  Of the reference; null when no groups were known, and every text stands alone.
 * @see Rao & Scott (1992), A simple method for the analysis of clustered binary data.
 */
export function sharesTest(clustering: Clustering | null, texts: number): SharesTest {
  if (clustering === null) return twoShares;
  const { meanSize } = clustering;
  const together = (meanSize - 1) / Math.max(1, texts - 1);
  return (a, m, b, n, correlation) => {
    const before = 1 + (meanSize - 1) * correlation;
    const now = 1 + (n - 1) * together * correlation;
    const size = (count: number, effect: number) => Math.max(1, Math.round(count / effect));
    return twoShares(Math.round(a / before), size(m, before), Math.round(b / now), size(n, now));
  };
}
