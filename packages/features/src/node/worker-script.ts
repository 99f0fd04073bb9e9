/** The built worker, from the sources as well as from the build: both lie two folders deep in the package. */
export const WORKER_SCRIPT = new URL("../../dist/node/worker.js", import.meta.url);
