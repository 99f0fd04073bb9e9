export type { OptionalRule } from "@imdb/core/options";
export { checkWorkerScript } from "./check-worker-script.js";
export { announceScript, type JobResult, serveJobs } from "./serve-jobs.js";
export { startThread } from "./start-thread.js";
export { createWorkerPool, type WorkerPool } from "./worker-pool.js";
export {
  findWorkerScript,
  type WorkerScript,
  type WorkerScriptOption,
  workerScriptRules,
} from "./worker-script.js";
