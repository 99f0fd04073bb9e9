import type { DriftMethod } from "./method.js";
import { overflowScale, scaled } from "./overflow-scale.js";
import type { NumericPair } from "./pair.js";

/**
 * Energy distance: the square root of twice the integral of the squared difference of the distribution functions. Its
 * unit is the square root of the unit of the column.
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

/** Least value by which the Wasserstein distance is divided, when the standard deviation is smaller. */
const MIN_DEVIATION = 0.001;

/**
 * First Wasserstein distance, divided by the standard deviation of the reference.
 *
 * @see `scipy.stats.wasserstein_distance`; normed as Evidently does.
 */
export const wasserstein: DriftMethod = {
  name: "wasserstein",
  title: "Wasserstein distance (normed)",
  result: "distance",
  threshold: 0.1,
  numeric(given) {
    const scale = overflowScale(given.keys);
    const pair = { ...given, keys: scaled(given.keys, scale) };
    return {
      statistic: areaBetween(pair, Math.abs) / Math.max(MIN_DEVIATION * scale, deviation(pair)),
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

/** The integral of a function of the difference of the two distribution functions. */
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
