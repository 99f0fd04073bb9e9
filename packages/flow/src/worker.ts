/** The script that the threads of this package run: those of a thread runner, and the one that renews leases. */
import { parentPort, workerData } from "node:worker_threads";
import { announceScript } from "@imdb/runtime/threads";
import { type LeaseData, renewLeases } from "./queue/renew-leases.js";
import type { TaskThreadData } from "./threads/sent-job.js";
import { serveTasks } from "./threads/serve-tasks.js";

const data = workerData as TaskThreadData | LeaseData | Readonly<Record<never, unknown>>;
if ("module" in data) {
  serveTasks(data);
} else if ("board" in data) {
  await renewLeases(data, {
    onError: (error) => parentPort?.postMessage({ error: String(error) }),
    onLost: (lost) => parentPort?.postMessage({ lost }),
  });
  parentPort?.postMessage("ready");
} else {
  // The thread is asked only whose script this is.
  announceScript("@imdb/flow", parentPort);
}
