import { findWorkerScript, type WorkerScript } from "@imdb/runtime/threads";

/** The script that the threads of this package run; undefined where the calling thread has to do their work. */
export function workerScript(given: string | URL | undefined): WorkerScript | undefined {
  return findWorkerScript(
    "@imdb/data-pipeline",
    () => new URL("./imdb-data-pipeline-worker.mjs", import.meta.url),
    given,
  );
}
