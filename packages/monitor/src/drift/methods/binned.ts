import type { CategoricalPair, NumericPair } from "./pair.js";

/** For each window the share, or the number, of its records in each bin. */
export type BinnedShares = Pick<CategoricalPair, "reference" | "current">;

/** With at most this number of different values in the reference, every value is a bin. */
const MAX_VALUES_AS_BINS = 20;

/** The share of each category. */
export function sharesOfCategories(pair: Omit<CategoricalPair, "keys">): BinnedShares {
  return {
    reference: pair.reference.map((count) => count / pair.referenceCount),
    current: pair.current.map((count) => count / pair.currentCount),
  };
}

/** The share of each value when the reference has at most 20 different values, else of each of Sturges' bins. */
export function sharesOfNumbers(pair: NumericPair): BinnedShares {
  const different = pair.reference.reduce((n, count) => n + (count > 0 ? 1 : 0), 0);
  return different <= MAX_VALUES_AS_BINS
    ? sharesOfCategories(pair)
    : sharesOfBins(pair, sturgesEdges(pair, pair.referenceCount + pair.currentCount));
}

/** The share of the records in each bin. A bin has its lower edge; the last bin also has its upper edge. */
export function sharesOfBins(pair: NumericPair, edges: Float64Array): BinnedShares {
  return sharesOfCategories({ ...pair, ...countsInBins(pair, edges) });
}

/** The number of records in each bin. A bin has its lower edge; the last bin also has its upper edge. */
export function countsInBins(pair: NumericPair, edges: Float64Array): BinnedShares {
  const bins = edges.length - 1;
  const reference = new Float64Array(bins);
  const current = new Float64Array(bins);
  let bin = 0;
  for (let i = 0; i < pair.keys.length; i++) {
    while (bin < bins - 1 && pair.keys[i]! >= edges[bin + 1]!) bin++;
    reference[bin]! += pair.reference[i]!;
    current[bin]! += pair.current[i]!;
  }
  return { reference, current };
}

/**
 * Edges of equally wide bins from the lowest to the highest value of both windows.
 *
 * @param n  The number of values in Sturges' rule.
 * @see Sturges (1926), The choice of a class interval; the edges are `numpy.histogram_bin_edges`' of floating-point numbers.
 */
export function sturgesEdges(pair: NumericPair, n: number): Float64Array {
  const low = pair.keys[0]!;
  const high = pair.keys[pair.keys.length - 1]!;
  if (low === high) return Float64Array.of(low - 0.5, high + 0.5);
  const range = high - low;
  const bins = binCount(range, Math.log2(n) + 1);
  const step = Number.isFinite(range) ? range / bins : high / bins - low / bins;
  return Float64Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + i * step));
}

/** The number of bins, also for a range that is too small to be divided or too large for a double. */
function binCount(range: number, intervals: number): number {
  const width = range / intervals;
  if (width === 0) return 1;
  return Number.isFinite(range) ? Math.ceil(range / width) : Math.ceil(intervals);
}

/**
 * Replaces zeros by a small number, so that logarithms exist: 0.0001, or a millionth of the smallest share when that
 * share is at most 0.0001. As Evidently does.
 */
export function withoutZeros(shares: Float64Array): Float64Array {
  let smallest = Number.POSITIVE_INFINITY;
  for (const share of shares) if (share > 0 && share < smallest) smallest = share;
  const filler = smallest <= 0.0001 ? smallest / 1e6 : 0.0001;
  return shares.map((share) => (share === 0 ? filler : share));
}
