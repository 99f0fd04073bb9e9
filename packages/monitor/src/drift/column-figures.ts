import { countsInBins, sturgesEdges } from "./methods/binned.js";
import { type CategoricalPair, meanOf, type NumericPair } from "./methods/pair.js";
import type { ColumnFigures, DrawnBins } from "./report-schema.js";

/** Bars a picture of a distribution has at most. */
const MAX_BARS = 30;

/** The figures that only numbers have. */
export const NO_NUMBERS = { mean: null, deviation: null, min: null, median: null, max: null };

/** Count, centre and spread of one window of a pair. */
export function figuresOf(
  pair: CategoricalPair | NumericPair,
  window: "reference" | "current",
  missing: number,
  type: "numeric" | "categorical",
): ColumnFigures {
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
 * The value below which a share of the records lies: of the sorted records the one at ⌈share · n⌉.
 *
 * @param counts  Of `values`, which ascend; not all 0.
 */
export function quantile(values: readonly number[], counts: ArrayLike<number>, share: number): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += counts[i]!;
  let below = 0;
  for (let i = 0; i < values.length; i++) {
    below += counts[i]!;
    if (below >= share * total) return values[i]!;
  }
  return values[values.length - 1]!;
}

/** At most 30 bars of a column of numbers; the highest and lowest percent share the outermost bars. */
export function drawnNumbers(pair: NumericPair): DrawnBins {
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

/** The 29 most frequent categories, and the others together. */
export function drawnCategories(pair: CategoricalPair): DrawnBins {
  const weight = (i: number) =>
    pair.reference[i]! / pair.referenceCount + pair.current[i]! / pair.currentCount;
  const byWeight = pair.keys.map((_, i) => i).sort((a, b) => weight(b) - weight(a) || a - b);
  const shown = byWeight.length > MAX_BARS ? byWeight.slice(0, MAX_BARS - 1) : byWeight;
  const rest = byWeight.slice(shown.length);
  const drawn = (of: Float64Array) => [
    ...shown.map((i) => of[i]!),
    ...(rest.length === 0 ? [] : [rest.reduce((sum, i) => sum + of[i]!, 0)]),
  ];
  const labels = shown.map((i) => String(pair.keys[i]));
  if (rest.length > 0) labels.push(`${rest.length} others`);
  return { edges: null, labels, reference: drawn(pair.reference), current: drawn(pair.current) };
}
