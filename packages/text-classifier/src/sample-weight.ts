import { contentHash, createSplit, InvalidOption, ShapeMismatch, type Split } from "@imdb/core";
import { checkOption, numberList } from "@imdb/core/options";

/** A train split without the documents of weight 0, and the weights of the others. */
export interface Weighted<L extends string> {
  readonly split: Split<"train", L>;
  readonly weights: { readonly sampleWeight?: Float64Array };
}

/**
 * Leaves out the documents of weight 0: the vectorizer would learn from them too.
 *
 * @param given  One weight for each document, from 0. Default: 1.
 * @throws `INVALID_OPTION`; `SHAPE_MISMATCH` for another number of weights
 */
export function weighted<L extends string>(
  split: Split<"train", L>,
  given: ArrayLike<number> | undefined,
): Weighted<L> {
  if (given === undefined) return { split, weights: {} };
  const weights = Float64Array.from(checkOption("sampleWeight", given, numberList, "fit"));
  const { examples, cleaning, positive } = split;
  if (weights.length !== examples.length) {
    throw ShapeMismatch.create({ what: "Sample weights", expected: examples.length, actual: weights.length });
  }
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong >= 0) {
    const expected = "a finite number from 0";
    throw InvalidOption.create({
      option: `sampleWeight[${wrong}]`,
      value: weights[wrong],
      expected,
      of: "fit",
    });
  }
  const sampleWeight = weights.filter((weight) => weight > 0);
  if (sampleWeight.length === weights.length) return { split, weights: { sampleWeight } };
  const kept = examples.filter((_, i) => weights[i]! > 0);
  const version = contentHash({ split: split.version, kept: kept.map(({ id }) => id) });
  return {
    split: createSplit("train", kept, version, { ...(cleaning && { cleaning }), positive }),
    weights: { sampleWeight },
  };
}
