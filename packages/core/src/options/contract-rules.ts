import {
  type FittedClassifier,
  isLinear,
  type LinearClassifier,
  linearWeightsOf,
} from "../contracts/classifier.js";
import type { Labels } from "../contracts/split.js";
import type { FittedVectorizer, LinearWeights } from "../contracts/vectorizer.js";
import { type CsrMatrix, isCsrMatrix } from "../matrix/csr-matrix.js";
import { having, integer, numberList, type OptionRule, rule } from "./rule.js";

/** A CSR matrix, by its fields. Its values are not checked. */
export const csrMatrixRule: OptionRule<CsrMatrix> = /* @__PURE__ */ rule(
  "a CSR matrix, as a vectorizer or csrFromRows makes it",
  isCsrMatrix,
);

/** A fitted linear classifier, by its weights. */
export const linearClassifierRule: OptionRule<LinearClassifier> = /* @__PURE__ */ rule(
  "a fitted linear classifier",
  (value) => isLinear(Object(value)),
);

/** A fitted classifier that linear weights explain. */
export const explainableRule: OptionRule<FittedClassifier> = /* @__PURE__ */ rule(
  "a fitted classifier that is linear or contains linear ones",
  (value) => linearWeightsOf(Object(value)) !== undefined && Array.isArray(Object(value).classes),
);

/** The weights of a linear model, by their fields. Their sizes are not checked. */
export const linearWeightsRule: OptionRule<LinearWeights> = /* @__PURE__ */ rule(
  "the weights of a linear model: coef and intercept",
  (value) => numberList.accepts(Object(value).coef) && numberList.accepts(Object(value).intercept),
);

/** Labels, by their fields. */
export const labelsRule: OptionRule<Labels> = /* @__PURE__ */ rule(
  "the labels of a split, as labelsOf makes them",
  (value) => numberList.accepts(Object(value).codes) && Array.isArray(Object(value).classes),
);

/** A fitted vectorizer, by its method. */
export const fittedVectorizerRule: OptionRule<FittedVectorizer> = /* @__PURE__ */ having(
  "a fitted vectorizer",
  "transform",
);

/** The number of classes of a row-major matrix of probabilities. */
export const classCount: OptionRule<number> = /* @__PURE__ */ integer(1, 65_536);
