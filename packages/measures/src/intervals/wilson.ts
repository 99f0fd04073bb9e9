import { checkOption, within } from "@imdb/core/options";

/** An estimate with its 95 % confidence interval. The ends are null when the interval is not known. */
export interface Estimate {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

const total = within(1, Infinity);

/** Quantile of the standard normal distribution at 0.975. */
export const Z95 = 1.959963984540054;

/**
 * The share `successes / n` with its 95 % Wilson score interval.
 *
 * @param successes  From 0 to n.
 * @param n          From 1.
 * @throws `INVALID_OPTION`
 * @see Wilson (1927), Probable inference, the law of succession, and statistical inference;
 *      `scipy.stats.binomtest(k, n).proportion_ci(method="wilson")`.
 * @example
 * wilson(9, 10).low?.toFixed(4); // => "0.5958"
 */
export function wilson(successes: number, n: number): Estimate {
  checkOption("n", n, total, "wilson");
  checkOption("successes", successes, within(0, n), "wilson");
  const share = successes / n;
  const z2 = (Z95 * Z95) / n;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (Z95 / (1 + z2)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n));
  return {
    value: share,
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === n ? 1 : Math.min(1, centre + half),
  };
}
