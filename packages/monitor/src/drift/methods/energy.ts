import { areaBetween } from "./area-between.js";
import type { DriftMethod } from "./method.js";

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
