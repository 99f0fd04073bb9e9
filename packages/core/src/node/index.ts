export { fileFailure, writeFileAtomic, writeFolderAtomic } from "./atomic.js";
export { loadBundle, readBundleFiles, saveBundle } from "./bundle-folder.js";
export { createWorkerPool, type JobResult, serveJobs, type WorkerPool } from "./worker-pool.js";
