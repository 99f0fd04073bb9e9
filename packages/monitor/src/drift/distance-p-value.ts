import { chiSquareContingency } from "./methods/category-tests.js";
import { largestDifference } from "./methods/kolmogorov-smirnov.js";
import type { PairedColumn } from "./paired-column.js";

/**
 * The p-value of a significance test that goes with a distance: the probability of a difference at least this large
 * when both windows come from the same distribution. Chi-squared for two samples; for numbers with more than five
 * different values the asymptotic Kolmogorov–Smirnov test. Its cost does not grow with the size of the windows. It is
 * conservative where values repeat.
 *
 * @see Stephens (1970), Use of the Kolmogorov–Smirnov, Cramér–von Mises and related statistics without extensive
 *      tables.
 */
export function distancePValue({ type, pair }: PairedColumn): number {
  if (type === "categorical" || pair.keys.length <= 5) return chiSquareContingency.categorical(pair).pValue!;
  const n = (pair.referenceCount * pair.currentCount) / (pair.referenceCount + pair.currentCount);
  return asymptoticKolmogorovSf((Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * largestDifference(pair));
}

/** The survival function of Kolmogorov's distribution: 2 Σ (−1)^(k−1) exp(−2 k² x²). */
function asymptoticKolmogorovSf(x: number): number {
  // Below 0.2 the value is 1 to 12 digits, and the series converges slowly.
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 20; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, sum));
}
