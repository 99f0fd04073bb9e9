import { byCodePoint } from "@imdb/core";
import type { CountSummary } from "../../profile/count-summary.js";
import { countMore, sumOfCounts, totalOf } from "../../profile/counted.js";
import { bucketed, type ValueSketch } from "../../profile/value-sketch.js";

/** A column's categories in both windows: `reference[i]` and `current[i]` records have category `keys[i]`. */
export interface CategoricalPair<K = string | number> {
  readonly keys: readonly K[];
  readonly reference: Float64Array;
  readonly current: Float64Array;
  /** Sums of the counts. */
  readonly referenceCount: number;
  readonly currentCount: number;
}

/** A column's numbers in both windows: different values, ascending, with their counts. */
export type NumericPair = CategoricalPair<number>;

/** Puts two sketches beside each other. When one has buckets the other gets them too. */
export function pairOfSketches(reference: ValueSketch, current: ValueSketch): NumericPair {
  const fine = reference.exact && current.exact;
  const a = fine ? reference : bucketed(reference);
  const b = fine ? current : bucketed(current);
  return pairOf(sumOfCounts(a), sumOfCounts(b), (x, y) => x - y);
}

/** Puts the categories of two summaries beside each other, in code point order. */
export function pairOfCounts(reference: CountSummary, current: CountSummary): CategoricalPair<string> {
  return pairOf(sumOfCounts(reference), sumOfCounts(current), byCodePoint);
}

/** Puts raw numbers beside each other; what is no finite number is left out. */
export function pairOfNumbers(reference: ArrayLike<number>, current: ArrayLike<number>): NumericPair {
  return pairOf(tally(finite(reference)), tally(finite(current)), (x, y) => x - y);
}

/** Puts raw categories beside each other. */
export function pairOfCategories(
  reference: readonly string[],
  current: readonly string[],
): CategoricalPair<string> {
  return pairOf(tally(reference), tally(current), byCodePoint);
}

/** The mean of numbers that come so often, n together. */
export function meanOf(keys: readonly number[], counts: ArrayLike<number>, n: number): number {
  let mean = 0;
  for (let i = 0; i < keys.length; i++) mean += keys[i]! * (counts[i]! / n);
  return mean;
}

function pairOf<K>(
  reference: ReadonlyMap<K, number>,
  current: ReadonlyMap<K, number>,
  order: (a: K, b: K) => number,
): CategoricalPair<K> {
  const keys = [...new Set([...reference.keys(), ...current.keys()])].sort(order);
  const a = Float64Array.from(keys, (key) => reference.get(key) ?? 0);
  const b = Float64Array.from(keys, (key) => current.get(key) ?? 0);
  return { keys, reference: a, current: b, referenceCount: totalOf(a), currentCount: totalOf(b) };
}

/** Finite ones; −0 and 0 are one value. */
function finite(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => value + 0).filter(Number.isFinite);
}

function tally<K>(values: readonly K[]): Map<K, number> {
  const counts = new Map<K, number>();
  for (const value of values) countMore(counts, value);
  return counts;
}
