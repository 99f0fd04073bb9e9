import { areaBetween } from "./area-between.js";
import type { DriftMethod } from "./method.js";
import type { NumericPair } from "./pair.js";
import { inUnit, unitWithinRange } from "./within-range.js";

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
