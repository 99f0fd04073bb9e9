import { byCodePoint, type FittedClassifier, ShapeMismatch } from "@imdb/core";
import { displayed, shown } from "@imdb/core/display";
import {
  checkOption,
  explainableRule,
  integer,
  optional,
  optionsOf,
  stringList,
  text,
} from "@imdb/core/options";
import { outputWeights } from "./explain.js";

/** A feature's name and its weight. */
export interface FeatureWeight {
  readonly name: string;
  readonly weight: number;
}

/** The features with the largest weights for and against a class, largest absolute weight first. */
export interface StrongestFeatures {
  readonly label: string;
  readonly for: readonly FeatureWeight[];
  readonly against: readonly FeatureWeight[];
}

/** Gives the strongest features a short view. */
const displayStrongest: (features: StrongestFeatures) => StrongestFeatures = /* @__PURE__ */ displayed(
  (features: StrongestFeatures) => {
    const words = (side: readonly FeatureWeight[]) =>
      side.map(({ name, weight }) => `${name} ${shown(weight)}`);
    return {
      title: `Strongest features of ${JSON.stringify(features.label)}`,
      rows: { for: words(features.for), against: words(features.against) },
    };
  },
);

const strongestOptions = optionsOf<{ readonly label?: string | undefined }, "label">({
  label: optional(text),
});

/**
 * The features with the largest positive and the largest negative weights of a class. Equal weights are ordered by
 * name. A classifier that contains linear ones has the weights by which `explain` explains it.
 *
 * @param names    One name per feature: the vectorizer's `featureNames()`.
 * @param k        The largest number of features on each side, from 0.
 * @param options  `label`: the class. Default: the second of two classes; required for more than two. Name the positive
 *                 class of the data: `{ label: train.positive }`.
 * @throws `SHAPE_MISMATCH`, `INVALID_OPTION`
 */
export function strongestFeatures(
  model: FittedClassifier,
  names: readonly string[],
  k: number,
  options: { readonly label?: string | undefined } = {},
): StrongestFeatures {
  const given = strongestOptions.resolve(options);
  checkOption("model", model, explainableRule);
  checkOption("names", names, stringList);
  const { featureCount } = model;
  if (names.length !== featureCount) {
    throw ShapeMismatch.create({ what: "Feature names", expected: featureCount, actual: names.length });
  }
  checkOption("k", k, integer(0));
  const { label, sign, output, coef } = outputWeights(model, given.label);
  const weightOf = (j: number) => sign * coef[output * featureCount + j]!;
  const pick = (direction: number) =>
    top(
      featureCount,
      k,
      (a, b) => direction * (weightOf(b) - weightOf(a)) || byCodePoint(names[a]!, names[b]!),
    )
      .filter((j) => direction * weightOf(j) > 0)
      .map((j) => ({ name: names[j]!, weight: weightOf(j) }));
  return displayStrongest({ label, for: pick(1), against: pick(-1) });
}

/** The first k of the numbers 0 … n − 1 in an order, without sorting all of them. */
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
