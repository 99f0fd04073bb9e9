import { portableLog } from "@imdb/core";
import {
  type BinnedShares,
  sharesOfBins,
  sharesOfCategories,
  sharesOfNumbers,
  sturgesEdges,
  withoutZeros,
} from "./binned.js";
import type { DriftMethod } from "./method.js";

/** The common members of distances between shares. Numbers with more than 20 different values are binned by Sturges' rule. */
function distanceOfShares(distance: (shares: BinnedShares) => number, binned = sharesOfNumbers) {
  return {
    result: "distance",
    threshold: 0.1,
    numeric: (pair) => ({ statistic: distance(binned(pair)), pValue: null }),
    categorical: (pair) => ({ statistic: distance(sharesOfCategories(pair)), pValue: null }),
  } satisfies Omit<DriftMethod, "name" | "title">;
}

/**
 * Hellinger distance, from 0 to 1. Numbers are binned by Sturges' rule over the different values.
 *
 * @see Hellinger (1909), Neue Begründung der Theorie quadratischer Formen; binned as Evidently does.
 */
export const hellinger: DriftMethod = {
  name: "hellinger",
  title: "Hellinger distance",
  ...distanceOfShares(
    ({ reference, current }) => {
      let coefficient = 0;
      for (let i = 0; i < reference.length; i++) coefficient += Math.sqrt(reference[i]! * current[i]!);
      return Math.sqrt(1 - Math.min(1, coefficient));
    },
    (pair) => sharesOfBins(pair, sturgesEdges(pair, pair.keys.length)),
  ),
};

/**
 * Jensen–Shannon distance: the square root of the mean divergence of both windows from their average, in nats; from 0
 * to √ln 2.
 *
 * @see Endres & Schindelin (2003), A new metric for probability distributions;
 *      `scipy.spatial.distance.jensenshannon`.
 */
export const jensenShannon: DriftMethod = {
  name: "jensenshannon",
  title: "Jensen–Shannon distance",
  ...distanceOfShares(({ reference, current }) => {
    let divergence = 0;
    for (let i = 0; i < reference.length; i++) {
      const p = reference[i]!;
      const q = current[i]!;
      const mean = (p + q) / 2;
      if (p > 0) divergence += p * portableLog(p / mean);
      if (q > 0) divergence += q * portableLog(q / mean);
    }
    return Math.sqrt(Math.max(0, divergence) / 2);
  }),
};

/**
 * Kullback–Leibler divergence of the reference from the current window, in nats.
 *
 * @see Kullback & Leibler (1951), On information and sufficiency; `scipy.stats.entropy`, zeros replaced as
 *      Evidently does.
 */
export const kullbackLeibler: DriftMethod = {
  name: "kl_div",
  title: "Kullback–Leibler divergence",
  ...distanceOfShares((shares) => {
    const reference = normalized(withoutZeros(shares.reference));
    const current = normalized(withoutZeros(shares.current));
    let sum = 0;
    for (let i = 0; i < reference.length; i++)
      sum += reference[i]! * portableLog(reference[i]! / current[i]!);
    return sum;
  }),
};

/**
 * Population stability index: the symmetric Kullback–Leibler divergence of the shares in bins. The usual reading: below
 * 0.1 the column is stable, above 0.25 the shift is large.
 *
 * @see Siddiqi (2006), Credit risk scorecards; zeros are replaced as Evidently does.
 */
export const psi: DriftMethod = {
  name: "psi",
  title: "Population stability index",
  ...distanceOfShares((shares) => {
    const reference = withoutZeros(shares.reference);
    const current = withoutZeros(shares.current);
    let sum = 0;
    for (let i = 0; i < reference.length; i++) {
      sum += (reference[i]! - current[i]!) * portableLog(reference[i]! / current[i]!);
    }
    return sum;
  }),
};

/** Scales shares to the sum 1, after zeros were replaced. */
function normalized(shares: Float64Array): Float64Array {
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}
