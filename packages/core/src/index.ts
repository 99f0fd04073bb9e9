export * from "./bundle/bundle.js";
export type { BundleFiles } from "./bundle/bundle-files.js";
export type { Codec, EncodedPart } from "./bundle/codec.js";
export { decodePart, encodePart } from "./bundle/coded-part.js";
export {
  type JoinedColumns,
  type Manifest,
  manifestSchema,
  partSchema,
  type RowsReading,
  rowsReadingSchema,
  type TextColumn,
} from "./bundle/manifest.js";
export { decodeParts, encodeParts, type NestedCodecs } from "./bundle/nested-parts.js";
export { isFitted, type Part, type PartDescription } from "./bundle/part.js";
export { assertPart, finiteNumbers, tensorData, vectorTensor } from "./bundle/part-tensors.js";
export { decodeSafetensors, encodeSafetensors, type Tensor, type TensorData } from "./bundle/safetensors.js";
export { bundleFromTar, bundleToTar } from "./bundle/tar.js";
export * from "./contracts/classifier.js";
export {
  type Cleaning,
  type CleaningRecord,
  cleaningOf,
  cleaningOfExamples,
  cleaningRecords,
  describeCleaning,
  isCleaning,
  isSameCleaning,
} from "./contracts/cleaning.js";
export {
  type Abstaining,
  assertDecisionRule,
  type ConfidenceRule,
  type CostRule,
  costMatrix,
  createDecision,
  type Deciding,
  type Decision,
  type DecisionRule,
  mostProbable,
  positiveIndex,
  type ThresholdRule,
} from "./contracts/decision.js";
export * from "./contracts/example.js";
export { ownFacts } from "./contracts/own-facts.js";
export { type PredictionRecord, predictionRecordSchema } from "./contracts/prediction-record.js";
export * from "./contracts/run-options.js";
export * from "./contracts/split.js";
export type { FittedOf, FittedTextEstimator, TextEstimator, TrainData } from "./contracts/text-estimator.js";
export * from "./contracts/tracker.js";
export {
  type AnyVectorizer,
  type DecideTexts,
  type FeatureOccurrence,
  type FittedVectorizer,
  fittedOn,
  fitVectorizer,
  type LinearScorer,
  type LinearWeights,
  type SupervisedVectorizer,
  type TermCount,
  type Vectorizer,
  type VectorizerWarning,
} from "./contracts/vectorizer.js";
export * from "./errors/codes.js";
export { defineError, type ErrorDefinition } from "./errors/define-error.js";
export { type ErrorDetails, type ErrorKind, type ErrorParts, ImdbError } from "./errors/imdb-error.js";
export { fromWire, httpStatus, toWire, type WireError, wireErrorSchema } from "./errors/wire.js";
export { type GroupFoldsOptions, groupFolds } from "./folds/group-folds.js";
export * from "./gate/promotion-gate.js";
export { canonicalJson, type JsonValue } from "./hash/canonical-json.js";
export { byCodePoint } from "./hash/code-point-order.js";
export { type ContentHash, contentHash, contentHashSchema, hashBytes, hex } from "./hash/content-hash.js";
export { jsonRecordSchema, jsonSchema } from "./hash/json-schema.js";
export {
  excessProblem,
  type JsonBounds,
  type JsonExcess,
  jsonExcess,
  jsonLimiter,
} from "./limits/json-bounds.js";
export { JSON_DEPTH } from "./limits/json-depth.js";
export { endOfJsonString } from "./limits/json-scan.js";
export { loadPeer, loadPeers, providePeer } from "./load-peer.js";
export { portableExp } from "./math/portable-exp.js";
export { portableLog, portableLog1p } from "./math/portable-log.js";
export {
  type CsrMatrix,
  csrFromRows,
  csrMatrix,
  csrSelectRows,
  csrStack,
  isCsrMatrix,
} from "./matrix/csr-matrix.js";
export { type Random, seededRandom } from "./random.js";
export { normalForm, streamSafeParts, type UnicodeForm } from "./text/stream-safe.js";
