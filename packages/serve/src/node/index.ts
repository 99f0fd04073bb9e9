export type { Codec, ModelBundle, PredictionRecord, Progress, RowsReading, RunOptions } from "@imdb/core";
export { rotatedFiles as predictionLogFiles } from "@imdb/runtime/files";
export type { HttpApp } from "@imdb/runtime/http";
export { type HttpService, type ServeHttpOptions, serveHttp } from "@imdb/runtime/http";
export type { Metrics } from "@imdb/runtime/telemetry";
export type { DestinationStream } from "pino";
export type { App } from "../app/app.js";
export type { BatchFormat, InputFormat } from "../batch/input.js";
export { scoreFile } from "../batch/score-file.js";
export type { BatchProgress, ScoreFileOptions } from "../batch/score-file-options.js";
export type { BatchSummary } from "../batch/summary.js";
export type { ThreadModel } from "../batch/threads.js";
export type { Predictor } from "../predictor/predictor.js";
export { type ClusterMember, type ClusterOptions, serveCluster } from "./cluster.js";
export { type LoadPredictorOptions, loadPredictor } from "./load-predictor.js";
export { createLogger, type LoggerOptions, type ServiceLogger } from "./logger.js";
export {
  createPredictionLog,
  type PredictionLog,
  type PredictionLogOptions,
} from "./prediction-log.js";
export { addProcessMetrics } from "./process-metrics.js";
export { type ModelWatch, type WatchModelOptions, watchModel } from "./watch-model.js";
