export type {
  CsrMatrix,
  FeatureOccurrence,
  FittedVectorizer,
  JsonValue,
  LinearScorer,
  RunOptions,
  TermCount,
  Vectorizer,
} from "@imdb/core";
export type { FittedTerms } from "../vectorizers/fitted-terms.js";
export type { TermVectorizer } from "../vectorizers/learned-terms.js";
export {
  type ParallelTransformer,
  parallelTransformer,
  type TransformerOptions,
} from "./parallel-transformer.js";
export { type ParallelOptions, parallelVectorizer } from "./parallel-vectorizer.js";
