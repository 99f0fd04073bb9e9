import type { AnyVectorizer, Classifier, CsrMatrix, FittedClassifier, RunOptions, Split } from "@imdb/core";
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

const splitRule: OptionRule<Split<"train">> = rule("a train split", (value) =>
  Array.isArray(Object(value).examples),
);

/** Checks that X is a matrix. Its values are checked by `checkFit`. */
export function checkMatrix(X: CsrMatrix): void {
  checkOption("X", X, csrMatrixRule);
}

/** Checks the split and the run options of a search or a cross-validation. */
export function checkTrainRun(train: Split<"train">, run: RunOptions): void {
  checkOption("train", train, splitRule);
  checkRun(run);
}
