import type { AnyVectorizer, Classifier, FitReport, FittedClassifier, RunOptions, Split } from "@imdb/core";
import { optional, optionsOf } from "@imdb/core/options";
import { type DecidedEvaluation, evaluationMetrics } from "@imdb/measures";
import { evaluateRows } from "../evaluate.js";
import { checkTrainRun, classifierRule, vectorizerRule } from "../fitting/arguments.js";
import { displayCrossValidation } from "./display-results.js";
import { fitFolds, labelledFolds, NO_INTERVALS } from "./fit-fold.js";
import { foldWarnings } from "./fold-warnings.js";
import { resolveScoring, type ScoringOption, scoringRule, withScore } from "./scorer.js";
import { type CvSplitter, splitter } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";
import { summarize } from "./summarize.js";

/** Options of {@link crossValidate}. */
export interface CrossValidateOptions {
  readonly vectorizer: AnyVectorizer;
  readonly classifier: Classifier<FittedClassifier>;
  /** The splitter of the rows. Default: five stratified folds in row order. */
  readonly cv?: CvSplitter;
  /** A further score, as of a search; `mean` and `std` have it by its name. Default `"accuracy"`, which is always there. */
  readonly scoring?: ScoringOption;
}

/** The schema of {@link CrossValidateOptions}. */
export const crossValidateOptions = optionsOf<CrossValidateOptions, "cv">({
  vectorizer: vectorizerRule,
  classifier: classifierRule,
  cv: optional(splitter),
  scoring: ["accuracy", scoringRule],
});

/** The result of one fold. */
export interface FoldResult {
  readonly evaluation: DecidedEvaluation;
  /** The value of `scoring`; `null` where it is not defined. */
  readonly score: number | null;
  readonly report?: FitReport;
  /** The number of features of the fold's vectorizer. */
  readonly features: number;
}

/** The result of all folds. */
export interface CrossValidation {
  readonly folds: readonly FoldResult[];
  /** Mean over the folds of every metric that is defined in all of them. */
  readonly mean: Readonly<Record<string, number>>;
  /** Standard deviation over the folds (population, as `numpy.std`). */
  readonly std: Readonly<Record<string, number>>;
  /** Classes that are missing in some folds. */
  readonly warnings: readonly string[];
}

/**
 * Cross-validation: fits and evaluates on each fold. The vectorizer is fitted on the training rows of each fold too.
 * With a vocabulary or an idf from all rows, the scores would be too good.
 *
 * @param train  A train split. For a splitter that needs groups, they are the `group` of its examples.
 * @throws `NOT_TRAIN_SPLIT`, `TOO_FEW_FOR_FOLDS`, `INVALID_OPTION`, `CANCELLED`, and what the vectorizer and classifier throw.
 * @example
 * import type { Split } from "@imdb/core";
 * import { tfidfVectorizer } from "@imdb/features";
 * async function accuracy(reviews: Split<"train">) {
 *   const cv = groupKFold({ folds: 5 });
 *   const options = { vectorizer: tfidfVectorizer(), classifier: logisticRegression(), cv };
 *   return (await crossValidate(options, reviews)).mean["accuracy"];
 * }
 */
export async function crossValidate(
  options: CrossValidateOptions,
  train: Split<"train">,
  run: RunOptions = {},
): Promise<CrossValidation> {
  const { cv = stratifiedKFold(), scoring, ...fitted } = crossValidateOptions.resolve(options);
  checkTrainRun(train, run);
  const labelled = labelledFolds(cv, train);
  const scorer = resolveScoring(scoring, labelled.labels);
  const results: FoldResult[] = [];
  const metrics: Readonly<Record<string, number>>[] = [];
  for await (const { data, model } of fitFolds(fitted, train, labelled, "cross-validating", run)) {
    const { evaluation, probabilities } = evaluateRows(model, data.test, data.testLabels, NO_INTERVALS);
    const scored = withScore(evaluationMetrics(evaluation), scorer, data.testLabels, probabilities);
    metrics.push(scored);
    results.push({
      // Without a decision rule every row has a predicted label.
      evaluation: evaluation as DecidedEvaluation,
      score: scored[scorer.name] ?? null,
      features: data.train.cols,
      ...(model.report && { report: model.report }),
    });
  }
  const warnings = foldWarnings(labelled.labels, labelled.folds);
  return displayCrossValidation({ folds: results, ...summarize(metrics), warnings });
}
