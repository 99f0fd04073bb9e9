import {
  type CsrMatrix,
  type FittedVectorizer,
  isCsrMatrix,
  isLinear,
  type LinearClassifier,
} from "@imdb/core";
import { checkOption, having, integer, numberList, type OptionRule, rule } from "@imdb/core/options";

/** Any number, NaN included. */
export const anyNumber: OptionRule<number> = rule("a number", (value) => typeof value === "number");

/** The number of classes of a row-major matrix of probabilities. */
export const classCount: OptionRule<number> = integer(1, 65_536);

/** A sparse matrix, by its fields. */
export const csrMatrixRule: OptionRule<CsrMatrix> = rule(
  "a CSR matrix, as a vectorizer or csrFromRows makes it",
  isCsrMatrix,
);

/** A fitted linear classifier, by its weights. */
export const linearModelRule: OptionRule<LinearClassifier> = rule("a fitted linear classifier", (value) =>
  isLinear(Object(value)),
);

/** A fitted vectorizer, by its method. */
export const vectorizerRule: OptionRule<FittedVectorizer> = having("a fitted vectorizer", "transform");

/** A confusion matrix: a list of as many lists as each has members. */
export const confusionRule: OptionRule<readonly (readonly number[])[]> = rule(
  "a confusion matrix: a list of rows",
  (value) => Array.isArray(value) && value.every((row) => Object(row).length === value.length),
);

/**
 * Checks that arguments are lists of numbers.
 *
 * @param lists  The arguments by their names.
 * @throws `INVALID_OPTION` naming the argument.
 */
export function checkLists(lists: Readonly<Record<string, ArrayLike<number>>>): void {
  for (const name in lists) checkOption(name, lists[name]!, numberList);
}

/** The rule of an object that has a field. */
export function withField<T extends object>(expected: string, field: keyof T & string): OptionRule<T> {
  return rule(expected, (value) => Object(value)[field] !== undefined);
}
