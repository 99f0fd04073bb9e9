import { type BinnedShares, sharesOfBins, sharesOfCategories, sturgesEdges } from "./binned.js";
import type { DriftMethod } from "./method.js";

/**
 * Hellinger distance, from 0 to 1. Numbers are binned by Sturges' rule over the different values.
 *
 * @see Hellinger (1909), Neue Begründung der Theorie quadratischer Formen; binned as Evidently does.
 */
export const hellinger: DriftMethod = {
  name: "hellinger",
  title: "Hellinger distance",
  result: "distance",
  threshold: 0.1,
  numeric: (pair) => ({
    statistic: distance(sharesOfBins(pair, sturgesEdges(pair, pair.keys.length))),
    pValue: null,
  }),
  categorical: (pair) => ({ statistic: distance(sharesOfCategories(pair)), pValue: null }),
};

function distance({ reference, current }: BinnedShares): number {
  let affinity = 0;
  for (let i = 0; i < reference.length; i++) affinity += Math.sqrt(reference[i]! * current[i]!);
  return Math.sqrt(1 - Math.min(1, affinity));
}
