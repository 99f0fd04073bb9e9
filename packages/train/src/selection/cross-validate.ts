import type { AnyVectorizer, Classifier, FitReport, FittedClassifier, RunOptions, Split } from "@imdb/core";
import { having, optional, optionsOf } from "@imdb/core/options";
import { type Evaluation, evaluationMetrics } from "@imdb/measures";
import { evaluate } from "../evaluate.js";
import { fitFolds, labelledFolds } from "./fit-fold.js";
import { type CvSplitter, splitter } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";
import { summarize } from "./summarize.js";

/** What {@link crossValidate} puts through the folds. */
export interface CrossValidateOptions {
  readonly vectorizer: AnyVectorizer;
  readonly classifier: Classifier<FittedClassifier>;
  /** Default: five stratified folds in row order. */
  readonly cv?: CvSplitter;
}

/** The schema of {@link CrossValidateOptions}. */
export const crossValidateOptions = optionsOf<CrossValidateOptions, "cv">({
  vectorizer: having<AnyVectorizer>("a vectorizer that is not fitted", "fit"),
  classifier: having<Classifier<FittedClassifier>>("a classifier that is not fitted", "fit"),
  cv: optional(splitter),
});

/** One fold's outcome. */
export interface FoldResult {
  readonly evaluation: Evaluation;
  readonly report?: FitReport;
  readonly features: number;
}

/** The outcome of all folds. */
export interface CrossValidation {
  readonly folds: readonly FoldResult[];
  /** Mean over the folds of every metric that has a value in all of them. */
  readonly mean: Readonly<Record<string, number>>;
  /** Standard deviation over the folds (of the population, as NumPy's `std`). */
  readonly std: Readonly<Record<string, number>>;
}

/**
 * Fits and evaluates on each fold. The vectorizer is fitted on the fold's own training rows, always: a
 * vocabulary or an idf that has seen the evaluation rows flatters the score.
 *
 * @param train  A train split. Groups, where the splitter needs them, are its examples' `group`.
 * @throws `NOT_TRAIN_SPLIT`, `TOO_FEW_FOR_FOLDS`, `CANCELLED`, and what the vectorizer and classifier throw.
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
  const divided = labelledFolds(cv, train);
  const results: FoldResult[] = [];
  for await (const { data, model } of fitFolds(fitted, train, divided, "cross-validating", run)) {
    results.push({
      evaluation: evaluate(model, data.test, data.testLabels),
      features: data.train.cols,
      ...(model.report && { report: model.report }),
    });
  }
  return { folds: results, ...summarize(results.map(({ evaluation }) => evaluationMetrics(evaluation))) };
}
