import { kolmogorovSf } from "@imdb/measures";
import type { DriftMethod } from "./method.js";
import type { NumericPair } from "./pair.js";

/** The p-value is exact when the larger sample has at most this size, as in SciPy's `ks_2samp`. */
const EXACT_UP_TO = 10_000;

/**
 * Two-sample Kolmogorov–Smirnov test: the largest difference of the two distribution functions.
 *
 * @see Hodges (1958), The significance probability of the Smirnov two-sample test; `scipy.stats.ks_2samp`.
 */
export const kolmogorovSmirnov: DriftMethod = {
  name: "ks",
  title: "Kolmogorov–Smirnov",
  result: "pValue",
  threshold: 0.05,
  numeric(pair) {
    const { referenceCount: m, currentCount: n } = pair;
    const statistic = largestDifference(pair);
    const common = gcd(m, n);
    const steps = Math.round(statistic * (m / common) * n);
    if (steps === 0) return { statistic: 0, pValue: 1 };
    if (Math.max(m, n) <= EXACT_UP_TO) {
      return { statistic, pValue: probabilityOutside(m, n, common, steps) };
    }
    return { statistic, pValue: kolmogorovSf(statistic, roundHalfEven((m * n) / (m + n))) };
  },
};

/** The largest absolute difference between the distribution functions of the two windows. */
export function largestDifference(pair: NumericPair): number {
  let a = 0;
  let b = 0;
  let largest = 0;
  for (let i = 0; i < pair.keys.length; i++) {
    a += pair.reference[i]!;
    b += pair.current[i]!;
    largest = Math.max(largest, Math.abs(a / pair.referenceCount - b / pair.currentCount));
  }
  return largest;
}

/**
 * The exact p-value: the share of the lattice paths from (0, 0) to (m, n), by steps of 1 to the right or up, that leave
 * the region |x/m − y/n| < steps / lcm(m, n) at any point. Each path is an order in which the values of both samples
 * can be sorted.
 *
 * `outside[j]` is that share among the paths to (i, j): the mean of the shares at (i − 1, j) and (i, j − 1), weighted i
 * : j, which is the ratio of the numbers of paths that come from there.
 *
 * @param common  The greatest common divisor of m and n.
 */
function probabilityOutside(m: number, n: number, common: number, steps: number): number {
  const stepX = n / common;
  const stepY = m / common;
  const outside = new Float64Array(n + 1).fill(1);
  for (let j = 0; j <= n && j * stepY < steps; j++) outside[j] = 0;
  for (let i = 1; i <= m; i++) {
    const low = Math.max(0, Math.floor((stepX * i - steps) / stepY) + 1);
    const high = Math.min(n, Math.ceil((stepX * i + steps) / stepY) - 1);
    if (low > 0) outside[low - 1] = 1;
    let below = low === 0 ? 0 : 1;
    for (let j = low; j <= high; j++) {
      below = (outside[j]! * i + below * j) / (i + j);
      outside[j] = below;
    }
  }
  return outside[n]!;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** Rounds as NumPy does: halves to the even neighbour. */
function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  if (value - down !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
}
