import {
  type AnyVectorizer,
  type Classifier,
  type CsrMatrix,
  type FittedClassifier,
  type FittedVectorizer,
  isCsrMatrix,
  isLinear,
  type Labels,
  type LinearClassifier,
  type RunOptions,
  type Split,
} from "@imdb/core";
import { checkOption, having, integer, numberList, type OptionRule, rule } from "@imdb/core/options";

/** A classifier that is not fitted, by its parameters and its method. */
export const classifierRule: OptionRule<Classifier> = rule(
  "a classifier that is not fitted",
  (value) => typeof Object(value).fit === "function" && isRecord(Object(value).params),
);

/** A vectorizer that is not fitted, by its method. */
export const vectorizerRule: OptionRule<AnyVectorizer> = having("a vectorizer that is not fitted", "fit");

/** A fitted classifier, by its method and its classes. */
export const fittedRule: OptionRule<FittedClassifier> = rule(
  "a fitted classifier",
  (value) => typeof Object(value).predictProba === "function" && Array.isArray(Object(value).classes),
);

/** A fitted linear classifier, by its weights. */
export const linearRule: OptionRule<LinearClassifier> = rule("a fitted linear classifier", (value) =>
  isLinear(Object(value)),
);

/** A fitted vectorizer, by its method. */
export const fittedVectorizerRule: OptionRule<FittedVectorizer> = having("a fitted vectorizer", "transform");

/** A CSR matrix, by its fields. */
const csrMatrixRule: OptionRule<CsrMatrix> = rule(
  "a CSR matrix, as a vectorizer or csrFromRows makes it",
  isCsrMatrix,
);

/** The number of classes of a row-major matrix of probabilities. */
export const classCount: OptionRule<number> = integer(1, 65_536);

/** Labels, by their fields. */
export const labelsRule: OptionRule<Labels> = rule(
  "the labels of a split, as labelsOf makes them",
  (value) => numberList.accepts(Object(value).codes) && Array.isArray(Object(value).classes),
);

/** Any number, NaN included. */
export const anyNumber: OptionRule<number> = rule("a number", (value) => typeof value === "number");

const splitRule: OptionRule<Split<"train">> = rule("a train split", (value) =>
  Array.isArray(Object(value).examples),
);

/** An object: not `null`, a list or a string. */
export function recordRule<T extends object>(expected: string): OptionRule<T> {
  return rule(expected, isRecord);
}

/** Checks that X is a matrix. Its values are checked by `checkFit`. */
export function checkMatrix(X: CsrMatrix): void {
  checkOption("X", X, csrMatrixRule);
}

/** Checks the split and the run options of a search or a cross-validation. */
export function checkTrainRun(train: Split<"train">, run: RunOptions): void {
  checkOption("train", train, splitRule);
  checkRun(run);
}

/** Checks that run options are an object. Other fields are allowed in it: the context of a task is passed on. */
export function checkRun(run: RunOptions): void {
  checkOption("run", run, recordRule<RunOptions>("an object of run options"));
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
