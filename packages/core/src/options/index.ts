export type { FittedClassifier, LinearClassifier } from "../contracts/classifier.js";
export type { Progress, RunOptions } from "../contracts/run-options.js";
export type { Labels, Role } from "../contracts/split.js";
export type { FittedVectorizer, LinearWeights } from "../contracts/vectorizer.js";
export type { CsrMatrix } from "../matrix/csr-matrix.js";
export { checkOption } from "./check-option.js";
export {
  classCount,
  csrMatrixRule,
  explainableRule,
  fittedVectorizerRule,
  labelsRule,
  linearClassifierRule,
  linearWeightsRule,
} from "./contract-rules.js";
export { nearestName } from "./nearest-name.js";
export { nested } from "./nested.js";
export { type OptionForms, optionForms } from "./option-forms.js";
export { type OptionRules, type OptionsSchema, optionsOf, type Resolved } from "./options-of.js";
export {
  above,
  anObject,
  anyNumber,
  callback,
  either,
  flag,
  having,
  integer,
  listOf,
  nullable,
  numberList,
  type OptionalRule,
  type OptionRule,
  oneOf,
  optional,
  recordOf,
  rule,
  seed,
  strictlyBetween,
  stringList,
  text,
  within,
} from "./rule.js";
export { checkRun, runRules, withoutContext } from "./run-rules.js";
