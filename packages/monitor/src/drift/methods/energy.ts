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
  numeric({ keys, reference, current, referenceCount, currentCount }) {
    let a = 0;
    let b = 0;
    let area = 0;
    for (let i = 0; i + 1 < keys.length; i++) {
      a += reference[i]!;
      b += current[i]!;
      area += (a / referenceCount - b / currentCount) ** 2 * (keys[i + 1]! - keys[i]!);
    }
    return { statistic: Math.sqrt(2 * area), pValue: null };
  },
};
