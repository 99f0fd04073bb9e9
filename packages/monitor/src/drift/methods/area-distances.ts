import type { DriftMethod } from "./method.js";
import type { NumericPair } from "./pair.js";
import { inUnit, unitWithinRange } from "./within-range.js";

/**
 * Energy distance: the square root of twice the area of the squared difference of the distribution functions,
 * in the square root of the column's unit.
 *
 * @see Székely & Rizzo (2013), Energy statistics; `scipy.stats.energy_distance`.
 */
export const energy: DriftMethod = {
  name: "ed",
  title: "Energy distance",
  result: "distance",
  threshold: 0.1,
  numeric: (pair) => ({
    statistic: Math.sqrt(2 * areaBetween(pair, (difference) => difference ** 2)),
    pValue: null,
  }),
};

/** Below it, a standard deviation is no unit to measure in. */
const SMALLEST_UNIT = 0.001;

/**
 * First Wasserstein distance in standard deviations of the reference: by how far the numbers moved on average.
 *
 * @see `scipy.stats.wasserstein_distance`; normed as Evidently does.
 */
export const wasserstein: DriftMethod = {
  name: "wasserstein",
  title: "Wasserstein distance (normed)",
  result: "distance",
  threshold: 0.1,
  numeric(given) {
    const unit = unitWithinRange(given.keys);
    const pair = { ...given, keys: inUnit(given.keys, unit) };
    return {
      statistic: areaBetween(pair, Math.abs) / Math.max(SMALLEST_UNIT * unit, deviation(pair)),
      pValue: null,
    };
  },
};

/** Population standard deviation of the reference. */
function deviation({ keys, reference, referenceCount }: NumericPair): number {
  let mean = 0;
  for (let i = 0; i < keys.length; i++) mean += (keys[i]! * reference[i]!) / referenceCount;
  let square = 0;
  for (let i = 0; i < keys.length; i++) square += (reference[i]! / referenceCount) * (keys[i]! - mean) ** 2;
  return Math.sqrt(square);
}

/** The area under a function of the difference of the two distribution functions. */
function areaBetween(
  { keys, reference, current, referenceCount, currentCount }: NumericPair,
  of: (difference: number) => number,
): number {
  let a = 0;
  let b = 0;
  let area = 0;
  for (let i = 0; i + 1 < keys.length; i++) {
    a += reference[i]!;
    b += current[i]!;
    area += of(a / referenceCount - b / currentCount) * (keys[i + 1]! - keys[i]!);
  }
  return area;
}
