/** The script that the threads of this package run. */
import { parentPort } from "node:worker_threads";
import type { CsrMatrix } from "@imdb/core";
import { serveJobs } from "@imdb/runtime/threads";
import type { FitJob, FitOutcome } from "./node/fit-jobs.js";
import { fitOnThread } from "./node/fit-thread.js";
import type { TransformJob } from "./node/parallel-transformer.js";
import { transformOnThread } from "./node/transform-thread.js";

serveJobs<FitJob | TransformJob, FitOutcome | CsrMatrix>("@imdb/features", parentPort, (job) =>
  job.job === "transform" ? transformOnThread(job) : fitOnThread(job),
);
