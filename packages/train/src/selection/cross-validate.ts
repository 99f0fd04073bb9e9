import type {
  AnyVectorizer,
  Classifier,
  FitReport,
  FittedClassifier,
  FittedOf,
  RunOptions,
  TextEstimator,
  TrainData,
} from "@imdb/core";
import { optional, optionsOf } from "@imdb/core/options";
import { type DecidedEvaluation, type Evaluation, evaluationMetrics } from "@imdb/measures";
import { evaluatePredictions } from "../evaluate.js";
import { checkTrainRun, classifierRule, estimatorRule, vectorizerRule } from "../fitting/arguments.js";
import { displayCrossValidation } from "./display-results.js";
import { labelledFolds, NO_INTERVALS } from "./fit-fold.js";
import { fittedIn, predictFolds } from "./fold-model.js";
import { foldWarnings, gatherWarnings } from "./fold-warnings.js";
import { checkScoredDecision, resolveScoring, type ScoringOption, scoringRule, withScore } from "./scorer.js";
import { type CvSplitter, splitter } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";
import { summarize } from "./summarize.js";

/** Options of {@link crossValidate} for a vectorizer and a classifier. */
export interface CrossValidateOptions {
  readonly vectorizer: AnyVectorizer;
  readonly classifier: Classifier<FittedClassifier>;
  /** The splitter of the rows. Default: five stratified folds in row order. */
  readonly cv?: CvSplitter;
  /** A further score, as of a search; `mean` and `std` have it by its name. Default `"accuracy"`, which is always there. */
  readonly scoring?: ScoringOption;
}

/** Options of {@link crossValidate} for an estimator of texts, such as a text classifier. */
export interface TextCrossValidateOptions<T extends TextEstimator = TextEstimator>
  extends Omit<CrossValidateOptions, "vectorizer" | "classifier"> {
  readonly estimator: T;
}

/** The evaluation that an estimator returns when it is fitted; where that is not known, one in which rows may be undecided. */
export type EvaluationOf<T extends TextEstimator> =
  FittedOf<T> extends { evaluate(split: never): infer E extends Evaluation } ? E : Evaluation;

/** The schema of {@link CrossValidateOptions}. */
export const crossValidateOptions = optionsOf<CrossValidateOptions, "cv">({
  vectorizer: vectorizerRule,
  classifier: classifierRule,
  cv: optional(splitter),
  scoring: ["accuracy", scoringRule],
});

/** The schema of {@link TextCrossValidateOptions}. */
export const textCrossValidateOptions = optionsOf<TextCrossValidateOptions, "cv">({
  estimator: estimatorRule,
  cv: optional(splitter),
  scoring: ["accuracy", scoringRule],
});

/** The result of one fold. */
export interface FoldResult<E extends Evaluation = DecidedEvaluation> {
  /** The evaluation on the rows that the fold holds out, by the decision rule of the estimator if it has one. */
  readonly evaluation: E;
  /** The value of `scoring`; `null` where it is not defined. */
  readonly score: number | null;
  readonly report?: FitReport;
  /** The number of features of the fold's vectorizer. */
  readonly features: number;
}

/** The result of all folds. */
export interface CrossValidation<E extends Evaluation = DecidedEvaluation> {
  readonly folds: readonly FoldResult<E>[];
  /** Mean over the folds of every metric that is defined in all of them. */
  readonly mean: Readonly<Record<string, number>>;
  /** Standard deviation over the folds (population, as `numpy.std`). */
  readonly std: Readonly<Record<string, number>>;
  /** Classes that are missing in some folds, and what the evaluations of the folds warn of: a figure that is not defined and set to 0. */
  readonly warnings: readonly string[];
}

/**
 * Cross-validation: fits and evaluates on each fold: an estimator of texts (`textClassifier`), or a vectorizer and a
 * classifier, with the same figures. The vectorizer is fitted on the training rows of each fold too.
 * With a vocabulary or an idf from all rows, the scores would be too good.
 *
 * @param train  A train split, or a dataset, of which the train split is used. For a splitter that needs groups, they are the `group` of its examples.
 * @throws `NOT_TRAIN_SPLIT`, `TOO_FEW_FOR_FOLDS`, `INVALID_OPTION`, `CANCELLED`, and what the vectorizer and classifier throw.
 * @example
 * import type { Split } from "@imdb/core";
 * import { tfidfVectorizer } from "@imdb/features";
 * import { textClassifier } from "@imdb/text-classifier";
 * async function accuracies(reviews: Split<"train">) {
 *   const cv = groupKFold({ folds: 5 });
 *   const parts = { vectorizer: tfidfVectorizer(), classifier: logisticRegression() };
 *   const ofOneObject = await crossValidate({ estimator: textClassifier(parts), cv }, reviews);
 *   const composed = await crossValidate({ ...parts, cv }, reviews);
 *   return [ofOneObject.mean["accuracy"], composed.mean["accuracy"]]; // the same
 * }
 */
export function crossValidate<T extends TextEstimator>(
  options: TextCrossValidateOptions<T>,
  train: TrainData,
  run?: RunOptions,
): Promise<CrossValidation<EvaluationOf<T>>>;
export function crossValidate(
  options: CrossValidateOptions,
  train: TrainData,
  run?: RunOptions,
): Promise<CrossValidation>;
export async function crossValidate(
  options: CrossValidateOptions | TextCrossValidateOptions,
  train: TrainData,
  run: RunOptions = {},
): Promise<CrossValidation<Evaluation>> {
  const isOfTexts = "estimator" in Object(options);
  const {
    cv = stratifiedKFold(),
    scoring,
    ...fitted
  } = isOfTexts
    ? textCrossValidateOptions.resolve(options as TextCrossValidateOptions)
    : crossValidateOptions.resolve(options as CrossValidateOptions);
  const split = checkTrainRun(train, run);
  const { model, positive, decision } = fittedIn(fitted);
  const labelled = labelledFolds(cv, split, positive);
  const scorer = resolveScoring(scoring, labelled.labels);
  checkScoredDecision(scorer, decision);
  const results: FoldResult<Evaluation>[] = [];
  const metrics: Readonly<Record<string, number>>[] = [];
  for await (const { heldOut } of predictFolds(model, split, labelled, "cross-validating", run)) {
    const { labels, probabilities, features, report } = heldOut;
    const { evaluation } = evaluatePredictions(heldOut, labels, { ...NO_INTERVALS, decision });
    const scored = withScore(evaluationMetrics(evaluation), scorer, labels, probabilities, decision);
    metrics.push(scored);
    results.push({
      evaluation,
      score: scored[scorer.name] ?? null,
      features,
      ...(report && { report }),
    });
  }
  const ofFolds = results.map(({ evaluation }) => evaluation.warnings);
  const warnings = [...foldWarnings(labelled.labels, labelled.folds), ...gatherWarnings(ofFolds, "folds")];
  return displayCrossValidation({ folds: results, ...summarize(metrics), warnings });
}
