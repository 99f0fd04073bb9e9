import {
  type FeatureOccurrence,
  type FittedClassifier,
  type FittedVectorizer,
  InvalidOption,
  linearWeightsOf,
  ShapeMismatch,
} from "@imdb/core";
import { displayExplanation } from "@imdb/core/display";
import {
  checkOption,
  explainableRule,
  fittedVectorizerRule,
  optional,
  optionsOf,
  stringList,
  text as textRule,
} from "@imdb/core/options";

/** How much one feature of a text adds to the decision value. */
export interface Contribution {
  /** Its column. */
  readonly feature: number;
  readonly name: string;
  /** The feature's value in this text. */
  readonly value: number;
  /** The model's weight of the feature, for the class explained. */
  readonly weight: number;
  /** value · weight */
  readonly contribution: number;
  /**
   * Where the feature occurs in the text: half-open ranges of UTF-16 offsets. Empty when the vectorizer has no
   * `locate`.
   */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

/** The decision of a model on one text, as the sum of its parts. */
export interface Explanation {
  /** The class that is explained. */
  readonly label: string;
  /** The probability of that class. */
  readonly probability: number;
  /**
   * Intercept plus all contributions: the log-odds of a linear model of two classes. Of a calibrated model it is that of its
   * base, before the calibration; `probability` is after it.
   */
  readonly decision: number;
  readonly intercept: number;
  /** Largest absolute contribution first. */
  readonly contributions: readonly Contribution[];
}

/** Options of {@link explain}. */
export interface ExplanationOptions {
  /** The class to explain. Default: the second of two classes. Required for more than two. */
  readonly label?: string | undefined;
  /** The names of the features. Default: the vectorizer's. Pass them when you explain many texts. */
  readonly names?: readonly string[];
}

const explainOptions = optionsOf<ExplanationOptions, "label" | "names">({
  label: optional(textRule),
  names: optional(stringList),
});

/**
 * Explains the prediction of one text: the contributions of its features and the intercept sum to the decision value
 * of the class.
 *
 * A calibrated classifier is explained by its base, a vote by the averages of its models, and one-vs-rest by the model of
 * the class: their contributions are those of the linear models, and `probability` is that of the classifier itself.
 *
 * @param model    A linear classifier, or one that contains linear ones.
 * @param options  `label`: the class to explain. Default: the second of two classes; required for more than two.
 *                 Name the positive class of the data: `{ label: train.positive }`.
 *                 `names`: the vectorizer's feature names, for callers who explain many texts and make them once.
 * @throws `SHAPE_MISMATCH` when model and vectorizer have different numbers of features; `INVALID_OPTION`
 * @example
 * const { contributions } = explain(model, vectorizer, "A dull film.");
 */
export function explain(
  model: FittedClassifier,
  vectorizer: FittedVectorizer,
  text: string,
  options: ExplanationOptions = {},
): Explanation {
  const given = explainOptions.resolve(options);
  checkOption("model", model, explainableRule);
  checkOption("vectorizer", vectorizer, fittedVectorizerRule);
  checkOption("text", text, textRule);
  const { featureCount } = model;
  if (vectorizer.featureCount !== featureCount) {
    throw ShapeMismatch.create({ what: "Features", expected: featureCount, actual: vectorizer.featureCount });
  }
  const { label, sign, output, coef, intercept: intercepts } = outputWeights(model, given.label);
  const row = vectorizer.transform([text]);
  const names = given.names ?? vectorizer.featureNames();
  const spans = spansByFeature(vectorizer.locate?.(text) ?? []);
  const contributions: Contribution[] = [];
  const intercept = sign * intercepts[output]!;
  let decision = intercept;
  for (let k = 0; k < row.indices.length; k++) {
    const feature = row.indices[k]!;
    const value = row.values[k]!;
    const weight = sign * coef[output * featureCount + feature]!;
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
  return displayExplanation({ label, probability, decision, intercept, contributions });
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

/**
 * The weights that explain a classifier, the row of `coef` with those of a class, and their sign. A model of two classes
 * may have one row, for the second class; the weights of the first class are its negatives.
 */
export function outputWeights(model: FittedClassifier, label: string | undefined) {
  const { coef, intercept } = linearWeightsOf(model)!;
  const binary = intercept.length === 1;
  const explained = label ?? (model.classes.length === 2 ? model.classes[1] : undefined);
  const code = explained === undefined ? -1 : model.classes.indexOf(explained);
  if (explained === undefined || code < 0) {
    throw InvalidOption.create({
      option: "label",
      value: label,
      expected: `one of ${model.classes.join(", ")}`,
    });
  }
  return binary
    ? { label: explained, sign: code === 1 ? 1 : -1, output: 0, coef, intercept }
    : { label: explained, sign: 1, output: code, coef, intercept };
}
