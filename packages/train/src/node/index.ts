export type {
  AnyVectorizer,
  Classifier,
  CsrMatrix,
  JsonValue,
  Labels,
  Progress,
  Random,
  RunOptions,
  TrainLabels,
} from "@imdb/core";
export type { SearchMemory } from "../selection/search-options.js";
export { fileMemory } from "./file-memory.js";
export { type WorkerFolds, type WorkerFoldsOptions, workerFolds } from "./worker-folds.js";
