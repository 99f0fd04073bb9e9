import {
  createDecision,
  type DecisionRule,
  InvalidOption,
  linearWeightsOf,
  type ModelBundle,
  type RowsReading,
} from "@imdb/core";
import { displayExplanation } from "@imdb/core/display";
import {
  callback,
  checkOption,
  integer,
  listOf,
  type OptionalRule,
  optional,
  optionsOf,
  text as textRule,
} from "@imdb/core/options";
import { explain as explainLinear } from "@imdb/measures";
import { InvalidText, LabelMismatch, NotExplainable } from "../errors.js";
import { bundleRule } from "./bundle-rule.js";
import type { ExplainedPrediction, ExplainOptions, Prediction } from "./prediction.js";
import { textScorer } from "./text-scorer.js";

/** A model that predicts. It has no state: it keeps nothing of the texts. */
export interface Predictor<L extends string = string> {
  /** The name in the bundle's manifest. */
  readonly name: string;
  /** The version in the bundle's manifest. */
  readonly modelVersion: string;
  readonly labels: readonly L[];
  /** The class, of two, that the threshold of the decision rule is about, if the bundle names one. */
  readonly positive?: L | undefined;
  /** How probabilities become a label, if the bundle says so. */
  readonly decision?: DecisionRule<L> | undefined;
  /** How the rows of the training data were read, if the bundle says so. */
  readonly reading?: RowsReading | undefined;
  /** Scores one text. @throws `INVALID_TEXT` when it is not a string. */
  predict(text: string): Prediction<L>;
  /** Scores texts; the same numbers, bit for bit, as `predict` of each. @throws `INVALID_TEXT` */
  predictBatch(texts: readonly string[]): Prediction<L>[];
  /** Scores one text and explains the prediction. @throws `INVALID_TEXT`, `NOT_EXPLAINABLE`, `INVALID_OPTION` */
  explain(text: string, options?: ExplainOptions): ExplainedPrediction<L>;
}

/** Options of {@link createPredictor}. */
export interface PredictorOptions<L extends string> {
  /** The labels that the caller expects: they type the results, and a model with other labels is refused. */
  readonly labels?: readonly L[] | undefined;
  /** Replaces the built-in explanation, for classifiers that neither are linear nor contain linear ones. */
  readonly explain?:
    | ((bundle: ModelBundle, text: string, options: ExplainOptions) => ExplainedPrediction<L>)
    | undefined;
}

/** The rules of {@link PredictorOptions}. */
export const predictorRules: {
  readonly labels: OptionalRule<readonly string[]>;
  readonly explain: OptionalRule<NonNullable<PredictorOptions<string>["explain"]>>;
} = { labels: optional(listOf(textRule)), explain: optional(callback()) };
const predictorOptions = optionsOf<PredictorOptions<string>, "labels" | "explain">(predictorRules);
const explainOptions = optionsOf<ExplainOptions, "label" | "limit">({
  label: optional(textRule),
  limit: optional(integer(0)),
});

/**
 * Makes a predictor of a loaded bundle. The same code path serves a function call, HTTP, a batch and a browser.
 *
 * @throws `LABEL_MISMATCH` when `labels` are given and the model has others; `INVALID_OPTION`.
 * @example
 * const predictor = createPredictor(bundle, { labels: ["neg", "pos"] });
 * predictor.predict("A wonderful film.").label; // "pos", typed "neg" | "pos"
 */
export function createPredictor<L extends string = string>(
  bundle: ModelBundle,
  options: PredictorOptions<L> = {},
): Predictor<L> {
  checkOption("bundle", bundle, bundleRule);
  predictorOptions.resolve(options as PredictorOptions<string>, "createPredictor");
  const { vectorizer, classifier, manifest } = bundle;
  const labels = classifier.classes as readonly L[];
  assertLabels(labels, options.labels);
  const modelVersion = manifest.version;
  const predictionAt = predictionReader<L>(bundle);
  const score = textScorer(bundle);
  const scoreAll = (texts: readonly string[]): Prediction<L>[] => {
    const probabilities = score(texts);
    return texts.map((_, row) => predictionAt(probabilities, row));
  };
  let names: readonly string[] | undefined;

  function explain(text: string, asked: ExplainOptions = {}): ExplainedPrediction<L> {
    assertText(text, 0);
    explainOptions.resolve(asked, "explain");
    if (options.explain) return options.explain(bundle, text, asked);
    if (!linearWeightsOf(classifier)) {
      throw NotExplainable.create({ vectorizer: vectorizer.kind, classifier: classifier.kind });
    }
    const prediction = scoreAll([text])[0]!;
    const explained = (asked.label ?? prediction.label) as L;
    if (!labels.includes(explained)) {
      throw InvalidOption.create({ option: "label", value: explained, expected: labels.join(" or ") });
    }
    names ??= vectorizer.featureNames();
    const reasons = explainLinear(classifier, vectorizer, text, { label: explained, names });
    return displayExplanation({
      ...prediction,
      explained,
      intercept: reasons.intercept,
      decision: reasons.decision,
      contributions: reasons.contributions
        .slice(0, asked.limit)
        .map(({ name, value, weight, contribution, spans }) => ({
          feature: name,
          value,
          weight,
          contribution,
          occurrences: spans,
        })),
    });
  }

  return {
    name: manifest.name,
    modelVersion,
    labels,
    positive: manifest.positive as L | undefined,
    decision: manifest.decision as DecisionRule<L> | undefined,
    reading: manifest.trainingData.reading,
    predict(text) {
      assertText(text, 0);
      return scoreAll([text])[0]!;
    },
    predictBatch(texts) {
      for (let i = 0; i < texts.length; i++) assertText(texts[i], i);
      return scoreAll(texts);
    },
    explain,
  };
}

/** Makes a function that reads the prediction of one text from the probabilities of many. */
function predictionReader<L extends string>({ classifier, manifest }: ModelBundle) {
  const labels = classifier.classes as readonly L[];
  const { positive, decision, version: modelVersion } = manifest;
  const { decide, abstainBelow } = createDecision({ classes: labels, positive, decision });
  const mayAbstain = decision?.abstainBelow !== undefined;
  return (all: Float64Array, row: number): Prediction<L> => {
    const from = row * labels.length;
    const code = decide(all, from);
    const confidence = all[from + code]!;
    // fromEntries defines own properties: a label like "__proto__" stays a label.
    const probabilities = Object.fromEntries(labels.map((label, c) => [label, all[from + c]!]));
    return {
      label: labels[code]!,
      confidence,
      ...(mayAbstain && { abstained: confidence < abstainBelow }),
      probabilities: probabilities as Record<L, number>,
      modelVersion,
    };
  };
}

function assertText(text: unknown, index: number): asserts text is string {
  if (typeof text === "string") return;
  throw InvalidText.create({ index, problem: `it is ${text === null ? "null" : `a ${typeof text}`}` });
}

function assertLabels(actual: readonly string[], expected: readonly string[] | undefined): void {
  if (!expected) return;
  const same = expected.length === actual.length && expected.every((label) => actual.includes(label));
  if (!same) throw LabelMismatch.create({ expected, actual });
}
