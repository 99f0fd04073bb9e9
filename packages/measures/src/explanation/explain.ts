import {
  type FeatureOccurrence,
  type FittedVectorizer,
  InvalidOption,
  type LinearClassifier,
  ShapeMismatch,
} from "@imdb/core";

/** What one feature of a text adds to the decision value. */
export interface Contribution {
  readonly feature: number;
  readonly name: string;
  /** The feature's value in this text. */
  readonly value: number;
  readonly weight: number;
  /** value · weight */
  readonly contribution: number;
  /** Where it stands in the text: half-open ranges of UTF-16 offsets; empty when the vectorizer cannot say. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

/** Why a linear model decides as it does on one text. */
export interface Explanation {
  /** The class spoken of. */
  readonly label: string;
  readonly probability: number;
  /** Intercept plus all contributions. */
  readonly decision: number;
  readonly intercept: number;
  /** Strongest first, either sign. */
  readonly contributions: readonly Contribution[];
}

/**
 * Takes a prediction apart: contributions and intercept sum to the decision value of the class.
 *
 * @param options  `label`: the class to speak of; needed for more than two. Default: the second of two. `names`: the
 *                 vectorizer's feature names, from callers who explain many texts and make them once.
 * @throws `SHAPE_MISMATCH` when model and vectorizer do not belong together; `INVALID_OPTION`
 * @example
 * const { contributions } = explain(model, vectorizer, "A dull film.");
 */
export function explain(
  model: LinearClassifier,
  vectorizer: FittedVectorizer,
  text: string,
  options: { readonly label?: string; readonly names?: readonly string[] } = {},
): Explanation {
  const { featureCount } = model;
  if (vectorizer.featureCount !== featureCount) {
    throw ShapeMismatch.create({ what: "Features", expected: featureCount, actual: vectorizer.featureCount });
  }
  const { label, sign, output } = outputWeights(model, options.label);
  const row = vectorizer.transform([text]);
  const names = options.names ?? vectorizer.featureNames();
  const spans = spansByFeature(vectorizer.locate?.(text) ?? []);
  const contributions: Contribution[] = [];
  const intercept = sign * model.intercept[output]!;
  let decision = intercept;
  for (let k = 0; k < row.indices.length; k++) {
    const feature = row.indices[k]!;
    const value = row.values[k]!;
    const weight = sign * model.coef[output * featureCount + feature]!;
    decision += weight * value;
    contributions.push({
      feature,
      name: names[feature] ?? String(feature),
      value,
      weight,
      contribution: weight * value,
      spans: spans.get(feature) ?? [],
    });
  }
  contributions.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || a.feature - b.feature);
  const probability = model.predictProba(row)[model.classes.indexOf(label)]!;
  return { label, probability, decision, intercept, contributions };
}

function spansByFeature(
  occurrences: readonly FeatureOccurrence[],
): Map<number, { start: number; end: number }[]> {
  const spans = new Map<number, { start: number; end: number }[]>();
  for (const { feature, start, end } of occurrences) {
    const list = spans.get(feature);
    if (list) list.push({ start, end });
    else spans.set(feature, [{ start, end }]);
  }
  return spans;
}

/** Where a class's weights are, the first of two being the second's opposite; default: the second of two. */
export function outputWeights(model: LinearClassifier, label: string | undefined) {
  const binary = model.intercept.length === 1;
  const wanted = label ?? (binary ? model.classes[1] : undefined);
  const code = wanted === undefined ? -1 : model.classes.indexOf(wanted);
  if (wanted === undefined || code < 0) {
    throw InvalidOption.create({
      option: "label",
      value: label,
      expected: `one of ${model.classes.join(", ")}`,
    });
  }
  return binary
    ? { label: wanted, sign: code === 1 ? 1 : -1, output: 0 }
    : { label: wanted, sign: 1, output: code };
}
