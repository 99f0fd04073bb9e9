import { isLinear, type LinearClassifier } from "../contracts/classifier.js";
import type { FittedVectorizer } from "../contracts/vectorizer.js";
import { type CsrMatrix, isCsrMatrix } from "../matrix/csr-matrix.js";
import { having, integer, type OptionRule, rule } from "./rule.js";

/** A CSR matrix, by its fields. Its values are not checked. */
export const csrMatrixRule: OptionRule<CsrMatrix> = rule(
  "a CSR matrix, as a vectorizer or csrFromRows makes it",
  isCsrMatrix,
);

/** A fitted linear classifier, by its weights. */
export const linearClassifierRule: OptionRule<LinearClassifier> = rule(
  "a fitted linear classifier",
  (value) => isLinear(Object(value)),
);

/** A fitted vectorizer, by its method. */
export const fittedVectorizerRule: OptionRule<FittedVectorizer> = having("a fitted vectorizer", "transform");

/** The number of classes of a row-major matrix of probabilities. */
export const classCount: OptionRule<number> = integer(1, 65_536);
