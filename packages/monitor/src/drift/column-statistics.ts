import { countsInBins, sturgesEdges } from "./methods/binned.js";
import { type CategoricalPair, meanOf, type NumericPair } from "./methods/pair.js";
import type { ColumnStatistics, HistogramBins } from "./report-schema.js";

/** Highest number of bars in the chart of a distribution. */
const MAX_BARS = 30;

/** Null for all statistics of numbers: for a column of categories, and for a window without values. */
export const NO_NUMBERS = { mean: null, deviation: null, min: null, median: null, max: null };

/** Count, location and spread of a column in one of the two windows. */
export function columnStatistics(
  pair: CategoricalPair | NumericPair,
  window: "reference" | "current",
  missing: number,
  type: "numeric" | "categorical",
): ColumnStatistics {
  const counts = pair[window];
  const count = window === "reference" ? pair.referenceCount : pair.currentCount;
  const distinct = counts.reduce((n, c) => n + (c > 0 ? 1 : 0), 0);
  if (type === "categorical" || count === 0) return { count, missing, distinct, ...NO_NUMBERS };
  const keys = pair.keys as readonly number[];
  const mean = meanOf(keys, counts, count);
  let variance = 0;
  for (let i = 0; i < keys.length; i++) variance += (counts[i]! / count) * (keys[i]! - mean) ** 2;
  const min = keys[counts.findIndex((c) => c > 0)]!;
  const max = keys[counts.findLastIndex((c) => c > 0)]!;
  const median = quantile(keys, counts, 0.5);
  return { count, missing, distinct, mean, deviation: Math.sqrt(variance), min, median, max };
}

/**
 * The quantile of n records: the value at position ⌈share · n⌉ of the sorted records.
 *
 * @param values  Different values, in ascending order.
 * @param counts  Number of records with each value; not all 0.
 */
export function quantile(values: readonly number[], counts: ArrayLike<number>, share: number): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += counts[i]!;
  let cumulative = 0;
  for (let i = 0; i < values.length; i++) {
    cumulative += counts[i]!;
    if (cumulative >= share * total) return values[i]!;
  }
  return values[values.length - 1]!;
}

/**
 * The histogram of a column of numbers, with at most 30 bins. Values outside of the 0.5 % and 99.5 % quantiles are
 * counted in the outermost bins.
 */
export function numberBins(pair: NumericPair): HistogramBins {
  const both = pair.reference.map((n, i) => n + pair.current[i]!);
  const low = quantile(pair.keys, both, 0.005);
  const high = quantile(pair.keys, both, 0.995);
  const keys = pair.keys.map((key) => Math.min(high, Math.max(low, key)));
  const clipped = { ...pair, keys };
  const edges = sturgesEdges({ ...clipped, keys: low === high ? [low] : keys }, 2 ** (MAX_BARS - 1));
  const counts = countsInBins(clipped, edges);
  return {
    edges: [...edges],
    labels: null,
    reference: [...counts.reference],
    current: [...counts.current],
  };
}

/** The bars of a column of categories: all, or the 29 most frequent ones and one bar for the others. */
export function categoryBins(pair: CategoricalPair): HistogramBins {
  const weight = (i: number) =>
    pair.reference[i]! / pair.referenceCount + pair.current[i]! / pair.currentCount;
  const byWeight = pair.keys.map((_, i) => i).sort((a, b) => weight(b) - weight(a) || a - b);
  const shown = byWeight.length > MAX_BARS ? byWeight.slice(0, MAX_BARS - 1) : byWeight;
  const rest = byWeight.slice(shown.length);
  const barCounts = (counts: Float64Array) => [
    ...shown.map((i) => counts[i]!),
    ...(rest.length === 0 ? [] : [rest.reduce((sum, i) => sum + counts[i]!, 0)]),
  ];
  const labels = shown.map((i) => String(pair.keys[i]));
  if (rest.length > 0) labels.push(`${rest.length} others`);
  return { edges: null, labels, reference: barCounts(pair.reference), current: barCounts(pair.current) };
}
