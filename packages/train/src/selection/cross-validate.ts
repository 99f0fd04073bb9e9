import type { AnyVectorizer, Classifier, FitReport, FittedClassifier, RunOptions, Split } from "@imdb/core";
import { optional, optionsOf } from "@imdb/core/options";
import { type DecidedEvaluation, evaluationMetrics } from "@imdb/measures";
import { evaluate } from "../evaluate.js";
import { checkTrainRun, classifierRule, vectorizerRule } from "../fitting/arguments.js";
import { fitFolds, labelledFolds } from "./fit-fold.js";
import { foldWarnings } from "./fold-warnings.js";
import { type CvSplitter, splitter } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";
import { summarize } from "./summarize.js";

/** Options of {@link crossValidate}. */
export interface CrossValidateOptions {
  readonly vectorizer: AnyVectorizer;
  readonly classifier: Classifier<FittedClassifier>;
  /** The splitter of the rows. Default: five stratified folds in row order. */
  readonly cv?: CvSplitter;
}

/** The schema of {@link CrossValidateOptions}. */
export const crossValidateOptions = optionsOf<CrossValidateOptions, "cv">({
  vectorizer: vectorizerRule,
  classifier: classifierRule,
  cv: optional(splitter),
});

/** The result of one fold. */
export interface FoldResult {
  readonly evaluation: DecidedEvaluation;
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
  const { cv = stratifiedKFold(), ...fitted } = crossValidateOptions.resolve(options);
  checkTrainRun(train, run);
  const labelled = labelledFolds(cv, train);
  const results: FoldResult[] = [];
  for await (const { data, model } of fitFolds(fitted, train, labelled, "cross-validating", run)) {
    results.push({
      evaluation: evaluate(model, data.test, data.testLabels),
      features: data.train.cols,
      ...(model.report && { report: model.report }),
    });
  }
  const warnings = foldWarnings(labelled.labels, labelled.folds);
  const summary = summarize(results.map(({ evaluation }) => evaluationMetrics(evaluation)));
  return { folds: results, ...summary, warnings };
}
