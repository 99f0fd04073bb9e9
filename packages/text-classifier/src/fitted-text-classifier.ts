import {
  type BundleFiles,
  cleaningOf,
  createDecision,
  type DecisionRule,
  type FittedClassifier,
  type FittedTextEstimator,
  type FittedVectorizer,
  InvalidOption,
  labelsOf,
  type Role,
  type Split,
} from "@imdb/core";
import { type CleaningStep, isCleanedBy, isCleanedVectorizer } from "@imdb/core/cleaning";
import {
  type DecidedEvaluation,
  type DecidedOptions,
  type StrongestFeatures,
  strongestFeatures,
} from "@imdb/measures";
import {
  createPredictor,
  type ExplainedPrediction,
  type ExplainOptions,
  type Prediction,
  type Predictor,
} from "@imdb/serve";
import { chooseThreshold, type Evaluation, evaluate, type ThresholdTarget } from "@imdb/train";
import type { SavedFacts } from "./bundle-info.js";
import { bundleOf, filesOf } from "./bundle-of.js";
import { displayPredictions } from "./display-predictions.js";
import { displayTextClassifier } from "./display-text-classifier.js";
import { ChosenOnFitted, ChosenOnTest } from "./errors.js";
import { type InputTexts, type ManyInputs, manyTexts, type OneInput, oneText } from "./model-input.js";
import type { TextClassifierParts } from "./text-classifier-parts.js";

/** The kind of a fitted text classifier. */
export const TEXT_CLASSIFIER = "text-classifier";

/**
 * A fitted text classifier: from raw texts to decisions. The same object is evaluated, saved, served and monitored. It is
 * immutable, and a predictor of `@imdb/serve`.
 */
export interface FittedTextClassifier<
  L extends string = string,
  E extends Evaluation = Evaluation,
  Input = string,
  Answer = Prediction<L>,
> extends Omit<Predictor<L>, "predict" | "predictBatch" | "explain">,
    Omit<FittedTextEstimator, "predictProba"> {
  /** The version of the split that it was fitted on: no threshold is chosen on it. Left out where it was loaded. */
  readonly fittedOn?: Split["version"] | undefined;
  /** The kind of its codec, `textClassifierCodec`. */
  readonly kind: typeof TEXT_CLASSIFIER;
  readonly classes: readonly L[];
  readonly positive?: L | undefined;
  readonly decision?: DecisionRule<L> | undefined;
  /** Turns raw texts into rows of features: it cleans them as the training texts were cleaned. */
  readonly vectorizer: FittedVectorizer;
  /** Turns rows of features into probabilities. */
  readonly classifier: FittedClassifier;
  /** How the training texts were cleaned, and raw texts are: the steps with their functions. Empty: not at all. */
  readonly cleaningSteps: readonly CleaningStep[];
  /**
   * Predicts one document, or each of a list or a split. A plain text is raw, and is cleaned as the training texts were. A
   * split, a part of its texts (`slice`, `filter`) and its examples are cleaned already, and are not cleaned again. A single
   * text taken out of a split (`split.texts[0]`) is a plain text: take `split.examples[0]`.
   *
   * @throws `INVALID_TEXT`; `CLEANING_MISMATCH` for documents that were cleaned in another way
   */
  predict(input: OneInput<Input>): Answer;
  predict(inputs: ManyInputs<Input>): Answer[];
  /** The same numbers, bit for bit, as `predict` of each. @throws `INVALID_TEXT`, `CLEANING_MISMATCH` */
  predictBatch(inputs: ManyInputs<Input>): Answer[];
  /** `documents × classes`, row-major, each row sums to 1. @throws `INVALID_TEXT`, `CLEANING_MISMATCH` */
  predictProba(inputs: ManyInputs<Input>): Float64Array;
  /**
   * Predicts one document and explains the prediction. Places are those in the text that was given: the raw one, or the
   * cleaned one of an example of a split.
   *
   * @throws `INVALID_TEXT`, `CLEANING_MISMATCH`, `NOT_EXPLAINABLE`, `INVALID_OPTION`
   */
  explain(input: OneInput<Input>, options?: ExplainOptions): ExplainedPrediction<L>;
  /**
   * Evaluates on a labelled split, by the decision rule of the model.
   *
   * @throws `CLEANING_MISMATCH` for a split that was cleaned in another way; `UNKNOWN_LABEL`, `SHAPE_MISMATCH`,
   *         `UNDEFINED_METRIC`
   */
  evaluate(split: Split<Role, L>): E;
  /**
   * The features with the largest weights for and against a class.
   *
   * @param k        The largest number of features on each side, from 0.
   * @param options  `label`: the class. Default: the positive class; without one the second of two. Required for more than two.
   * @throws `INVALID_OPTION`, also for a model that no linear weights explain.
   */
  strongestFeatures(k: number, options?: { readonly label?: L | undefined }): StrongestFeatures;
  /**
   * The same model with another decision rule; `undefined`: the most probable label. Metrics that a loaded bundle recorded are left
   * out: they are those of its own rule.
   *
   * @throws `INVALID_OPTION`
   */
  withDecision(
    decision: DecidedOptions<L>["decision"],
  ): FittedTextClassifier<L, DecidedEvaluation, Input, Answer>;
  withDecision(decision: DecisionRule<L>): FittedTextClassifier<L, Evaluation, Input, Answer>;
  /**
   * The same model with the threshold that reaches a target on a split. A test split does not type-check; without types it is
   * refused.
   *
   * @throws `CHOSEN_ON_TEST`; `CHOSEN_ON_FITTED` for the split that the model was fitted on; `CLEANING_MISMATCH`; `INVALID_OPTION` for a model without a positive class; `UNDEFINED_METRIC`
   *         when no threshold reaches the target.
   */
  withThreshold(
    split: Split<"validation", L> | Split<"train", L>,
    target: ThresholdTarget,
  ): FittedTextClassifier<L, E, Input, Answer>;
  /**
   * The files of its bundle. The same model and facts have the same bytes. A model with a function as tokenizer, or with a part
   * of your own without a codec, predicts (`modelVersion` is `"unsaved"`), but is not saved.
   *
   * @throws `INVALID_OPTION`, `UNKNOWN_CODEC`, `TOKENIZER_NOT_SERIALIZABLE`
   */
  toBundle(facts?: SavedFacts): BundleFiles;
  /**
   * Saves its bundle: a folder, or one file where the path ends in `.tar`.
   *
   * @throws `FILE_FAILURE`, `INVALID_OPTION`, `UNKNOWN_CODEC`, `TOKENIZER_NOT_SERIALIZABLE`; `NO_FILE_SYSTEM` in a browser
   */
  save(path: string, facts?: SavedFacts): Promise<void>;
}

/** Makes a fitted text classifier of its parts. @throws `INVALID_OPTION` for a decision rule that does not fit the classes. */
export function fittedTextClassifier<L extends string, E extends Evaluation>(
  parts: TextClassifierParts<L>,
): FittedTextClassifier<L, E> {
  const { vectorizer, classifier, positive } = parts;
  const classes = classifier.classes as readonly L[];
  const decision = parts.decision as DecisionRule<L> | undefined;
  createDecision({ classes, positive, decision });
  // Made when it is first needed: its version is a hash of all weights, which a fold of a cross-validation never needs.
  const bundle = once(() => bundleOf(parts));
  const predicting = once(() => createPredictor<L>(bundle()));
  const ofCleaned = once(() => createPredictor<L>({ ...bundle(), vectorizer: withoutCleaning(vectorizer) }));
  const predictorOf = ({ isCleaned }: InputTexts) => (isCleaned ? ofCleaned() : predicting());
  function predict(input: OneInput<string>): Prediction<L>;
  function predict(inputs: ManyInputs<string>): Prediction<L>[];
  function predict(input: OneInput<string> | ManyInputs<string>) {
    if (isMany(input)) return predictBatch(input);
    const one = oneText(input, parts.cleaning);
    return predictorOf(one).predict(one.texts[0]!);
  }
  function predictBatch(inputs: ManyInputs<string>): Prediction<L>[] {
    const all = manyTexts(inputs, parts.cleaning).flatMap((part) =>
      predictorOf(part).predictBatch(part.texts),
    );
    return displayPredictions(all);
  }
  function probabilitiesOf({ texts, isCleaned }: InputTexts): Float64Array {
    const own = isCleaned ? withoutCleaning(vectorizer) : vectorizer;
    return classifier.predictProba(own.transform(texts));
  }
  const model: FittedTextClassifier<L, E> = {
    kind: TEXT_CLASSIFIER,
    ...(parts.fittedOn !== undefined && { fittedOn: parts.fittedOn }),
    vectorizer,
    classifier,
    classes,
    labels: classes,
    featureCount: classifier.featureCount,
    name: parts.info.name,
    get modelVersion() {
      return predicting().modelVersion;
    },
    ...(positive !== undefined && { positive }),
    ...(decision && { decision }),
    ...(classifier.report && { report: classifier.report }),
    reading: parts.info.trainingData.reading,
    cleaningSteps: stepsIn(vectorizer),
    predict,
    predictBatch,
    explain(input, options) {
      const one = oneText(input, parts.cleaning);
      return predictorOf(one).explain(one.texts[0]!, options);
    },
    strongestFeatures: (k, options = {}) =>
      strongestFeatures(classifier, vectorizer.featureNames(), k, {
        ...options,
        label: options.label ?? positive,
      }),
    predictProba: (inputs) => joined(manyTexts(inputs, parts.cleaning).map(probabilitiesOf)),
    evaluate(split) {
      isCleanedBy(cleaningOf(split.texts), parts.cleaning);
      const y = labelsOf(split);
      return evaluate(classifier, vectorizer.transform(split.texts), y, {
        positive,
        decision,
      } as object) as E;
    },
    withDecision: (rule: DecisionRule | undefined) =>
      fittedTextClassifier<L, never>(decidedBy<L>(parts, rule)),
    withThreshold(split, target) {
      const chosen = thresholdOn(parts, split, target);
      return fittedTextClassifier<L, E>(decidedBy(parts, { ...abstentionOf(decision), ...chosen }));
    },
    toBundle: (facts) => filesOf(parts, facts),
    save: async (path, facts) => parts.save(filesOf(parts, facts), path),
  };
  return displayTextClassifier(model, parts);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function isMany(input: OneInput<string> | ManyInputs<string>): input is ManyInputs<string> {
  return Array.isArray(input) || Array.isArray(Object(input).texts);
}

function joined(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Float64Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function stepsIn(vectorizer: FittedVectorizer): readonly CleaningStep[] {
  return isCleanedVectorizer(vectorizer) ? vectorizer.steps : [];
}

function withoutCleaning(vectorizer: FittedVectorizer): FittedVectorizer {
  return isCleanedVectorizer(vectorizer) ? vectorizer.inner : vectorizer;
}

/** The parts with another decision rule: without the metrics, which are those of the rule before. */
function decidedBy<L extends string>(
  parts: TextClassifierParts<L>,
  decision: DecisionRule | undefined,
): TextClassifierParts<L> {
  return { ...parts, info: { ...parts.info, metrics: {} }, decision, bundle: undefined };
}

function abstentionOf(decision: DecisionRule | undefined) {
  return decision?.abstainBelow === undefined ? {} : { abstainBelow: decision.abstainBelow };
}

function thresholdOn(
  { vectorizer, classifier, positive, cleaning, fittedOn, info }: TextClassifierParts,
  split: Split,
  target: ThresholdTarget,
) {
  if (split.role === "test") throw ChosenOnTest.create({ role: split.role });
  // A bundle has the version of the split where the model was fitted on a split and not on a dataset.
  const wasFittedOn = split.role === "train" && split.version === info.trainingData.version;
  if (wasFittedOn || (fittedOn !== undefined && split.version === fittedOn)) throw ChosenOnFitted.create({});
  isCleanedBy(cleaningOf(split.texts), cleaning);
  const { classes } = classifier;
  const labels = labelsOf(split, { classes });
  if (positive === undefined && labels.positive === undefined) {
    const expected = `the class that the threshold is about, ${classes.length === 2 ? classes.join(" or ") : "of two"}: name it in textClassifier({ positive }) or createPipeline({ positive })`;
    throw InvalidOption.create({ option: "positive", value: positive, expected, of: "withThreshold" });
  }
  const probabilities = classifier.predictProba(vectorizer.transform(split.texts));
  return chooseThreshold({ classes, probabilities, labels, positive }, target);
}
