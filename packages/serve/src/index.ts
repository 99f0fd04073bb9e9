export type {
  BundleFiles,
  Codec,
  ConfidenceRule,
  CostRule,
  DecisionRule,
  ErrorDefinition,
  ImdbError,
  ModelBundle,
  PredictionRecord,
  RowsReading,
  ThresholdRule,
} from "@imdb/core";
export {
  CannotListen,
  InvalidBody,
  type Logger,
  MethodNotAllowed,
  type Problem,
  problemSchema,
  RateLimited,
  RouteNotFound,
  silentLogger,
  TooLarge,
  Unauthorized,
  UnsupportedMediaType,
} from "@imdb/runtime/routes";
export {
  type Counter,
  createMetrics,
  type Gauge,
  type Histogram,
  LATENCY_BUCKETS,
  type MetricSnapshot,
  type Metrics,
  type MetricType,
  mergeSnapshots,
  PROMETHEUS_TYPE,
  prometheusText,
} from "@imdb/runtime/telemetry";
export { type App, type AppOptions, createApp, type RequestInfo } from "./app/app.js";
export { type ScoredRow, type ScoreStreamOptions, scoreStream } from "./batch/score-stream.js";
export {
  CheckpointMismatch,
  InvalidBatch,
  InvalidText,
  LabelMismatch,
  ModelChanged,
  ModelDownloadFailed,
  ModelNotFound,
  MostlyQuarantined,
  NotExplainable,
  NotExportable,
  OutputInUse,
  Overloaded,
  RequestTimeout,
  ShuttingDown,
  UnknownModelUri,
} from "./errors.js";
export { exportOnnx } from "./onnx/export-onnx.js";
export {
  type LoadOptions,
  loadSource,
  type ModelSource,
  type ResolveModel,
} from "./predictor/model-source.js";
export type {
  ExplainedPrediction,
  ExplainOptions,
  FeatureContribution,
  Occurrence,
  Prediction,
} from "./predictor/prediction.js";
export { createPredictor, type Predictor, type PredictorOptions } from "./predictor/predictor.js";
export { type ModelRegistry, registryResolver } from "./predictor/registry-resolver.js";
export type { ReadMetrics } from "./protocols/operations.js";
export {
  type AppSettings,
  type AppSettingsInput,
  appSettingsSchema,
  type Limits,
} from "./service/app-options.js";
export type { Deployment, Share } from "./service/deployment.js";
export type { PredictionSink } from "./service/prediction-sink.js";
export { serveSectionSchema, settingsFromConfig } from "./service/serve-section.js";
