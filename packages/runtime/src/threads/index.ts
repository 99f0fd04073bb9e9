export { builtFile } from "./built-file.js";
export { type JobResult, serveJobs } from "./serve-jobs.js";
export { createWorkerPool, type WorkerPool } from "./worker-pool.js";
