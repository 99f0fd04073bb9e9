import { chiSquareContingency } from "./methods/category-tests.js";
import { largestDifference } from "./methods/kolmogorov-smirnov.js";
import type { PairedColumn } from "./paired-column.js";

/**
 * Chance of windows as different as these when both are drawn from the same, for deciding whether a distance is
 * more than that: chi-squared for two samples, or the limit of the Kolmogorov–Smirnov test for numbers of more
 * than five different values. As cheap for large windows as for small ones, and careful where values repeat.
 *
 * @see Stephens (1970), Use of the Kolmogorov–Smirnov, Cramér–von Mises and related statistics without extensive
 *      tables.
 */
export function chanceOf({ type, pair }: PairedColumn): number {
  if (type === "categorical" || pair.keys.length <= 5) return chiSquareContingency.categorical(pair).pValue!;
  const n = (pair.referenceCount * pair.currentCount) / (pair.referenceCount + pair.currentCount);
  return kolmogorovLimit((Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * largestDifference(pair));
}

/** 1 − Kolmogorov's distribution: 2 Σ (−1)^(k−1) exp(−2 k² x²). */
function kolmogorovLimit(x: number): number {
  // Below, it is 1 to 12 digits, and the series takes many terms.
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 20; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, sum));
}
