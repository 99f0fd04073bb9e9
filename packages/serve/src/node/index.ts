export type { BatchFormat } from "../batch/input.js";
export { type BatchProgress, type ScoreFileOptions, scoreFile } from "../batch/score-file.js";
export type { ThreadModel } from "../batch/scorers.js";
export type { BatchSummary } from "../batch/summary.js";
export { type LoadPredictorOptions, loadPredictor } from "./load-predictor.js";
export { type HttpService, type ServeHttpOptions, serveHttp } from "./serve-http.js";
