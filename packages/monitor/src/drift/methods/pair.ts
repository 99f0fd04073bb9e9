import { byCodePoint } from "@imdb/core";
import { checkOption, rule } from "@imdb/core/options";
import { textList } from "../../checks/rules.js";
import type { CountSummary } from "../../profile/count-summary.js";
import { addCount, sumOfCounts, totalOf } from "../../profile/counted.js";
import { bucketed, type ValueSketch } from "../../profile/value-sketch.js";

/** The categories of a column in both windows: `reference[i]` and `current[i]` records have the category `keys[i]`. */
export interface CategoricalPair<K = string | number> {
  readonly keys: readonly K[];
  readonly reference: Float64Array;
  readonly current: Float64Array;
  /** Number of records in each window that have a value. */
  readonly referenceCount: number;
  readonly currentCount: number;
}

/** The numbers of a column in both windows: the different values in ascending order, with their counts. */
export type NumericPair = CategoricalPair<number>;

/** The pair of two sketches. When one of them has buckets, the values of the other are put into buckets, too. */
export function pairOfSketches(reference: ValueSketch, current: ValueSketch): NumericPair {
  const exact = reference.exact && current.exact;
  const a = exact ? reference : bucketed(reference);
  const b = exact ? current : bucketed(current);
  return pairOf(sumOfCounts(a), sumOfCounts(b), (x, y) => x - y);
}

/** The pair of two summaries of categories, in code point order. */
export function pairOfCounts(reference: CountSummary, current: CountSummary): CategoricalPair<string> {
  return pairOf(sumOfCounts(reference), sumOfCounts(current), byCodePoint);
}

/**
 * The pair of two lists of numbers. NaN and infinities are left out.
 *
 * @throws `INVALID_OPTION`
 */
export function pairOfNumbers(reference: ArrayLike<number>, current: ArrayLike<number>): NumericPair {
  for (const [name, values] of Object.entries({ reference, current })) {
    checkOption(name, values, numberList, "pairOfNumbers");
  }
  return pairOf(tally(finite(reference)), tally(finite(current)), (x, y) => x - y);
}

const numberList = rule<ArrayLike<number>>(
  "a list of numbers",
  (value) => Object(value) === value && typeof (value as ArrayLike<number>).length === "number",
);

/**
 * The pair of two lists of categories.
 *
 * @throws `INVALID_OPTION`
 */
export function pairOfCategories(
  reference: readonly string[],
  current: readonly string[],
): CategoricalPair<string> {
  for (const [name, values] of Object.entries({ reference, current })) {
    checkOption(name, values, textList, "pairOfCategories");
  }
  return pairOf(tally(reference), tally(current), byCodePoint);
}

/** The weighted mean of numbers. `n` is the sum of the counts. */
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

/** The finite values. −0 becomes 0, so that both are one value. */
function finite(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => value + 0).filter(Number.isFinite);
}

function tally<K>(values: readonly K[]): Map<K, number> {
  const counts = new Map<K, number>();
  for (const value of values) addCount(counts, value);
  return counts;
}
