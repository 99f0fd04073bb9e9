import {
  type BundleFiles,
  type BundleInfo,
  type Cleaning,
  type Codec,
  cleaningOf,
  createDecision,
  type DecisionRule,
  decodeManifest,
  describeCleaning,
  encodeBundle,
  type FittedClassifier,
  type FittedTextEstimator,
  type FittedVectorizer,
  isSameCleaning,
  labelsOf,
  type ModelBundle,
  type Role,
  type Split,
} from "@imdb/core";
import {
  type DecidedEvaluation,
  type DecidedOptions,
  type StrongestFeatures,
  strongestFeatures,
} from "@imdb/measures";
import { createPredictor, type Prediction, type Predictor } from "@imdb/serve";
import { chooseThreshold, type Evaluation, evaluate, type ThresholdTarget } from "@imdb/train";
import { bundleInfoOptions, type SavedFacts } from "./bundle-info.js";
import { displayTextClassifier } from "./display-text-classifier.js";
import { ChosenOnFitted, ChosenOnTest, CleaningMismatch } from "./errors.js";

/** Writes the files of a bundle to a path. */
export type SaveFiles = (files: BundleFiles, path: string) => Promise<void>;

/**
 * A fitted text classifier: from raw texts to decisions. The same object is evaluated, saved, served and monitored. It is
 * immutable, and a predictor of `@imdb/serve`.
 */
export interface FittedTextClassifier<
  L extends string = string,
  E extends Evaluation = Evaluation,
  Input = string,
  Answer = Prediction<L>,
> extends Omit<Predictor<L>, "predict" | "predictBatch">,
    FittedTextEstimator {
  readonly classes: readonly L[];
  readonly positive?: L | undefined;
  readonly decision?: DecisionRule<L> | undefined;
  /** Turns raw texts into rows of features: it cleans them as the training texts were cleaned. */
  readonly vectorizer: FittedVectorizer;
  /** Turns rows of features into probabilities. */
  readonly classifier: FittedClassifier;
  /** Predicts one text, or each of a list. @throws `INVALID_TEXT` */
  predict(input: Input): Answer;
  predict(inputs: readonly Input[]): Answer[];
  /** The same numbers, bit for bit, as `predict` of each. @throws `INVALID_TEXT` */
  predictBatch(inputs: readonly Input[]): Answer[];
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
    decision: DecidedOptions["decision"],
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
  /** The files of its bundle. The same model and facts have the same bytes. @throws `INVALID_OPTION`, `UNKNOWN_CODEC` */
  toBundle(facts?: SavedFacts): BundleFiles;
  /**
   * Saves its bundle: a folder, or one file where the path ends in `.tar`.
   *
   * @throws `FILE_FAILURE`, `INVALID_OPTION`, `UNKNOWN_CODEC`; `NO_FILE_SYSTEM` in a browser
   */
  save(path: string, facts?: SavedFacts): Promise<void>;
}

/** What a fitted text classifier is made of. */
export interface TextClassifierParts<L extends string = string> {
  readonly vectorizer: FittedVectorizer;
  readonly classifier: FittedClassifier;
  readonly positive: L | undefined;
  readonly decision: DecisionRule | undefined;
  /** How the training texts were cleaned. */
  readonly cleaning: Cleaning;
  readonly codecs: readonly Codec[];
  readonly info: BundleInfo;
  /** The version of the split that it was fitted on; left out where it was loaded. */
  readonly fittedOn?: Split["version"];
  readonly save: SaveFiles;
  /** The bundle that it was loaded from. */
  readonly bundle?: ModelBundle | undefined;
}

/** Makes a fitted text classifier of its parts. @throws `INVALID_OPTION` for a decision rule that does not fit the classes. */
export function fittedTextClassifier<L extends string, E extends Evaluation>(
  parts: TextClassifierParts<L>,
): FittedTextClassifier<L, E> {
  const { vectorizer, classifier, positive } = parts;
  const classes = classifier.classes as readonly L[];
  const decision = parts.decision as DecisionRule<L> | undefined;
  createDecision({ classes, positive, decision });
  let predictor: Predictor<L> | undefined;
  // Made when it is first needed: its version is a hash of all weights, which a fold of a cross-validation never needs.
  const predicting = () => (predictor ??= createPredictor<L>(bundleOf(parts)));
  function predict(input: string): Prediction<L>;
  function predict(input: readonly string[]): Prediction<L>[];
  function predict(input: string | readonly string[]) {
    return Array.isArray(input) ? predicting().predictBatch(input) : predicting().predict(input as string);
  }
  const model: FittedTextClassifier<L, E> = {
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
    predict,
    predictBatch: (texts) => predicting().predictBatch(texts),
    explain: (text, options) => predicting().explain(text, options),
    strongestFeatures: (k, options = {}) =>
      strongestFeatures(classifier, vectorizer.featureNames(), k, {
        ...options,
        label: options.label ?? positive,
      }),
    predictProba: (texts) => classifier.predictProba(vectorizer.transform(texts)),
    evaluate(split) {
      checkCleaning(split, parts.cleaning);
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

/** The parts with another decision rule: without the metrics, which are those of the rule before. */
function decidedBy<L extends string>(
  parts: TextClassifierParts<L>,
  decision: DecisionRule | undefined,
): TextClassifierParts<L> {
  return { ...parts, info: { ...parts.info, metrics: {} }, decision, bundle: undefined };
}

function filesOf(
  { vectorizer, classifier, codecs, info, ...deciding }: TextClassifierParts,
  facts?: SavedFacts,
) {
  const { positive, decision } = deciding;
  const given = bundleInfoOptions.resolve(facts ?? {}, "save");
  const { source = info.trainingData.source, ...others } = given;
  const trainingData = { ...info.trainingData, source };
  return encodeBundle(
    { vectorizer, classifier },
    { ...info, ...others, trainingData, positive, decision } as BundleInfo,
    codecs,
  );
}

function bundleOf(parts: TextClassifierParts): ModelBundle {
  const { vectorizer, classifier, bundle } = parts;
  if (bundle) return bundle;
  const manifest = decodeManifest(filesOf(parts).get("manifest.json")!);
  return { manifest, vectorizer, classifier, reference: null };
}

function abstentionOf(decision: DecisionRule | undefined) {
  return decision?.abstainBelow === undefined ? {} : { abstainBelow: decision.abstainBelow };
}

function thresholdOn(
  { vectorizer, classifier, positive, cleaning, fittedOn }: TextClassifierParts,
  split: Split,
  target: ThresholdTarget,
) {
  if (split.role === "test") throw ChosenOnTest.create({ role: split.role });
  if (fittedOn !== undefined && split.version === fittedOn) throw ChosenOnFitted.create({});
  checkCleaning(split, cleaning);
  const { classes } = classifier;
  const labels = labelsOf(split, { classes });
  const probabilities = classifier.predictProba(vectorizer.transform(split.texts));
  return chooseThreshold({ classes, probabilities, labels, positive }, target);
}

/** Refuses a split whose texts were cleaned, but not as the training texts. Raw texts are cleaned by the model. */
function checkCleaning({ texts }: Split, expected: Cleaning): void {
  const cleaning = cleaningOf(texts) ?? [];
  if (cleaning.length === 0 || isSameCleaning(cleaning, expected)) return;
  const actual = describeCleaning(cleaning);
  throw CleaningMismatch.create({ expected: describeCleaning(expected), actual });
}
