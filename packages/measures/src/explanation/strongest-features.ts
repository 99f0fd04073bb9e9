import { byCodePoint, type LinearClassifier, ShapeMismatch } from "@imdb/core";
import { checkOption, integer } from "@imdb/core/options";
import { outputWeights } from "./explain.js";

/** A feature's name and its weight. */
export interface FeatureWeight {
  readonly name: string;
  readonly weight: number;
}

/** The features that speak most for and most against a class, strongest first. */
export interface StrongestFeatures {
  readonly label: string;
  readonly for: readonly FeatureWeight[];
  readonly against: readonly FeatureWeight[];
}

/**
 * The features with the largest and the smallest weights. Equal weights go by name.
 *
 * @param names    One name a feature: the vectorizer's `featureNames()`.
 * @param k        How many on each side, from 0.
 * @param options  `label`: the class to speak of; needed for more than two. Default: the second of two.
 * @throws `SHAPE_MISMATCH`, `INVALID_OPTION`
 */
export function strongestFeatures(
  model: LinearClassifier,
  names: readonly string[],
  k: number,
  options: { readonly label?: string } = {},
): StrongestFeatures {
  const { featureCount, coef } = model;
  if (names.length !== featureCount) {
    throw ShapeMismatch.create({ what: "Feature names", expected: featureCount, actual: names.length });
  }
  checkOption("k", k, integer(0));
  const { label, sign, output } = outputWeights(model, options.label);
  const weightOf = (j: number) => sign * coef[output * featureCount + j]!;
  const pick = (direction: number) =>
    top(
      featureCount,
      k,
      (a, b) => direction * (weightOf(b) - weightOf(a)) || byCodePoint(names[a]!, names[b]!),
    )
      .filter((j) => direction * weightOf(j) > 0)
      .map((j) => ({ name: names[j]!, weight: weightOf(j) }));
  return { label, for: pick(1), against: pick(-1) };
}

/** The first k of 0 … n − 1 in an order, without sorting them all. */
function top(n: number, k: number, order: (a: number, b: number) => number): number[] {
  const best: number[] = [];
  for (let j = 0; j < n && k > 0; j++) {
    if (best.length === k && order(j, best[k - 1]!) >= 0) continue;
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order(j, best[middle]!) < 0) high = middle;
      else low = middle + 1;
    }
    best.splice(low, 0, j);
    if (best.length > k) best.pop();
  }
  return best;
}
