export { fileMemory } from "./file-memory.js";
export { type WorkerFolds, workerFolds } from "./worker-folds.js";
