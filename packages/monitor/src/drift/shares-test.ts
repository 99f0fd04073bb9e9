import { chiSquaredSf, fisherExact } from "@imdb/measures";
import type { Clustering } from "../profile/clustering.js";

/** When any cell has a smaller expected count, Fisher's exact test is used. */
const SMALLEST_EXPECTED = 5;

/** Two-sided p-value of the hypothesis that a of m and b of n come from the same share. */
export function twoSharesPValue(a: number, m: number, b: number, n: number): number {
  const share = (a + b) / (m + n);
  const smaller = Math.min(m, n);
  if (smaller * Math.min(share, 1 - share) < SMALLEST_EXPECTED) return fisherExact(a, m - a, b, n - b);
  const z = (a / m - b / n) ** 2 / (share * (1 - share) * (1 / m + 1 / n));
  return chiSquaredSf(z, 1);
}

/**
 * Two-sided p-value of the hypothesis that a of m and b of n texts come from the same share.
 *
 * @param correlation  Intraclass correlation of the texts of one group.
 */
export type SharesTest = (a: number, m: number, b: number, n: number, correlation: number) => number;

/**
 * The test of two shares for texts in groups. Each window counts as its effective number of independent texts: the
 * number of texts divided by the design effect. The groups of the current window are not known. Two of its texts are
 * taken to be in the same group with the same probability as two texts of the reference.
 *
 * @param clustering  Of the reference; null when no groups are known, and texts are independent.
 * @param texts       Number of texts in the reference.
 * @see Rao & Scott (1992), A simple method for the analysis of clustered binary data.
 */
export function sharesTest(clustering: Clustering | null, texts: number): SharesTest {
  if (clustering === null) return twoSharesPValue;
  const { meanSize } = clustering;
  const sameGroup = (meanSize - 1) / Math.max(1, texts - 1);
  return (a, m, b, n, correlation) => {
    const referenceEffect = 1 + (meanSize - 1) * correlation;
    const currentEffect = 1 + (n - 1) * sameGroup * correlation;
    const effective = (count: number, effect: number) => Math.max(1, Math.round(count / effect));
    return twoSharesPValue(
      Math.round(a / referenceEffect),
      effective(m, referenceEffect),
      Math.round(b / currentEffect),
      effective(n, currentEffect),
    );
  };
}
