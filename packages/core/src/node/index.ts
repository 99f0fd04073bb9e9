export { writeFileAtomic } from "./atomic-file.js";
export { restoreFolder, writeFolderAtomic } from "./atomic-folder.js";
export { loadBundle, readBundleFiles, saveBundle } from "./bundle-folder.js";
export { fileFailure } from "./file-failure.js";
export { type JobResult, serveJobs } from "./serve-jobs.js";
export { createWorkerPool, type WorkerPool } from "./worker-pool.js";
