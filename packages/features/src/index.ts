export type {
  AnyVectorizer,
  Codec,
  CsrMatrix,
  ErrorDefinition,
  FeatureOccurrence,
  FittedVectorizer,
  ImdbError,
  JsonValue,
  LinearScorer,
  SupervisedVectorizer,
  TermCount,
  TrainLabels,
  TrainTexts,
  Vectorizer,
  VectorizerWarning,
} from "@imdb/core";
export { chi2, NegativeFeature } from "@imdb/measures";
export { type CodecOptions, createFeatureCodecs, featureCodecs } from "./codecs/feature-codecs.js";
export { type FittedUnion, featureUnion } from "./compose/feature-union.js";
export { type FittedPipeline, pipeline } from "./compose/pipeline.js";
export { EmptyVocabulary, TokenizerNotSerializable } from "./errors.js";
export { mutualInformation } from "./selection/mutual-information.js";
export { type FittedSelection, type SelectKBestOptions, selectKBest } from "./selection/select-k-best.js";
export { type FittedTruncatedSvd, type TruncatedSvdOptions, truncatedSvd } from "./svd/truncated-svd.js";
export { customTokenizer, type TokenizeFunction } from "./tokenizers/custom-tokenizer.js";
export { sentimentTokenizer } from "./tokenizers/sentiment-tokenizer.js";
export type { Token, Tokenizer } from "./tokenizers/tokenizer.js";
export { wordTokenizer } from "./tokenizers/word-tokenizer.js";
export {
  type ColumnScalerOptions,
  columnScaler,
  type FittedColumnScaler,
} from "./transformers/column-scaler.js";
export type { ColumnWeights } from "./transformers/column-weights.js";
export { type FittedNbWeighting, type NbWeightingOptions, nbWeighting } from "./transformers/nb-weighting.js";
export { type FittedTfidfTransformer, tfidfTransformer } from "./transformers/tfidf-transformer.js";
export type { FittedTransformer, SupervisedTransformer, Transformer } from "./transformers/transformer.js";
export type { AccentStripping } from "./unicode/strip-accents.js";
export type { CountOptions } from "./vectorizers/count-options.js";
export { countVectorizer, type FittedCount } from "./vectorizers/count-vectorizer.js";
export {
  type DenseFeature,
  type DenseFeatures,
  type DenseOptions,
  denseFeatures,
} from "./vectorizers/dense-features.js";
export type { FittedTerms } from "./vectorizers/fitted-terms.js";
export {
  type HashingOptions,
  type HashingVectorizer,
  hashingVectorizer,
} from "./vectorizers/hashing-vectorizer.js";
export type { TermVectorizer } from "./vectorizers/learned-terms.js";
export type { TextOptions } from "./vectorizers/text-options.js";
export { type FittedTfidf, type TfidfOptions, tfidfVectorizer } from "./vectorizers/tfidf-vectorizer.js";
export type { Weighting, WeightingOptions } from "./vectorizers/weighting.js";
