export type {
  CsrMatrix,
  FeatureOccurrence,
  FittedVectorizer,
  JsonValue,
  LinearScorer,
  TermCount,
  Vectorizer,
} from "@imdb/core";
export type { AccentStripping } from "../unicode/strip-accents.js";
export type { CountOptions } from "../vectorizers/count-options.js";
export type { FittedCount } from "../vectorizers/count-vectorizer.js";
export type { FittedTerms } from "../vectorizers/fitted-terms.js";
export type { HashingVectorizer } from "../vectorizers/hashing-vectorizer.js";
export type { TermVectorizer } from "../vectorizers/learned-terms.js";
export type { FittedTfidf } from "../vectorizers/tfidf-vectorizer.js";
export {
  type FeaturesSection,
  type FeaturesSectionInput,
  featuresSectionSchema,
  vectorizerFromConfig,
} from "./features-section.js";
