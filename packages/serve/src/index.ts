export {
  type MetricSnapshot,
  type MetricType,
  PROMETHEUS_TYPE,
  prometheusText,
} from "@imdb/runtime/telemetry";
export { type App, type AppOptions, createApp, type RequestInfo } from "./app/app.js";
export { type ScoredRow, type ScoreStreamOptions, scoreStream } from "./batch/score-stream.js";
export {
  CannotListen,
  CheckpointMismatch,
  InvalidBatch,
  InvalidBody,
  InvalidText,
  LabelMismatch,
  MethodNotAllowed,
  ModelChanged,
  ModelDownloadFailed,
  ModelNotFound,
  NotExplainable,
  NotExportable,
  Overloaded,
  RateLimited,
  RequestTimeout,
  RouteNotFound,
  ShuttingDown,
  TooLarge,
  Unauthorized,
  UnknownModelUri,
  UnsupportedMediaType,
} from "./errors.js";
export { mergeSnapshots } from "./metrics/merge.js";
export {
  type Counter,
  createMetrics,
  type Gauge,
  type Histogram,
  LATENCY_BUCKETS,
  type Metrics,
} from "./metrics/metrics.js";
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
export { type Logger, silentLogger } from "./service/logger.js";
export type { PredictionSink } from "./service/prediction-sink.js";
export { type Problem, problemSchema } from "./service/problem.js";
