import {
  type AnyVectorizer,
  type Classifier,
  type CsrMatrix,
  type FittedClassifier,
  NotTrainSplit,
  type RunOptions,
  type Split,
  type TextEstimator,
  type TrainData,
} from "@imdb/core";
import {
  anObject,
  checkOption,
  checkRun,
  csrMatrixRule,
  having,
  type OptionRule,
  rule,
} from "@imdb/core/options";

/** A classifier that is not fitted, by its parameters and its method. */
export const classifierRule: OptionRule<Classifier> = rule(
  "a classifier that is not fitted",
  (value) => typeof Object(value).fit === "function" && anObject().accepts(Object(value).params),
);

/** A vectorizer that is not fitted, by its method. */
export const vectorizerRule: OptionRule<AnyVectorizer> = having("a vectorizer that is not fitted", "fit");

/** A fitted classifier, by its method and its classes. */
export const fittedRule: OptionRule<FittedClassifier> = rule(
  "a fitted classifier",
  (value) => typeof Object(value).predictProba === "function" && Array.isArray(Object(value).classes),
);

const splitRule: OptionRule<Split<"train">> = rule("a train split, or a dataset with one", (value) =>
  Array.isArray(Object(value).examples),
);

/** A model of texts that is not fitted, by its parameters and its method. */
export const estimatorRule: OptionRule<TextEstimator> = rule(
  "an estimator of texts that is not fitted, such as a textClassifier",
  (value) => typeof Object(value).fit === "function" && anObject().accepts(Object(value).params),
);

/** Checks that X is a matrix. Its values are checked by `checkFit`. */
export function checkMatrix(X: CsrMatrix): void {
  checkOption("X", X, csrMatrixRule);
}

/**
 * Checks the data and the run options of a search or a cross-validation.
 *
 * @returns The train split of the data.
 * @throws `INVALID_OPTION`, `NOT_TRAIN_SPLIT`
 */
export function checkTrainRun<L extends string>(train: TrainData<L>, run: RunOptions): Split<"train", L> {
  const split = "train" in Object(train) ? (train as { readonly train: Split<"train", L> }).train : train;
  checkOption("train", split as Split<"train">, splitRule);
  checkRun(run);
  const { role } = split as Split;
  if (role !== "train") throw NotTrainSplit.create({ role: role ?? "none" });
  return split as Split<"train", L>;
}
