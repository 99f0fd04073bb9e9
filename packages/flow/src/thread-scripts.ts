/**
 * Renews the locks of a queue's jobs. Threads start from built scripts: this file stands in `src/`, its bundle
 * in `dist/`, and the way is the same from both.
 */
export const leaseThreadScript: URL = new URL("../dist/queue/lease-thread.js", import.meta.url);

/** Runs the tasks of a thread runner. */
export const taskThreadScript: URL = new URL("../dist/runners/task-thread.js", import.meta.url);
