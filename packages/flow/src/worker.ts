/** The script that the threads of this package run: those of a thread runner, and the one that renews leases. */
import { parentPort, workerData } from "node:worker_threads";
import { type LeaseData, renewLeases } from "./queue/renew-leases.js";
import type { TaskThreadData } from "./threads/sent-job.js";
import { serveTasks } from "./threads/serve-tasks.js";

const data = workerData as TaskThreadData | LeaseData;
if ("module" in data) {
  serveTasks(data);
} else {
  await renewLeases(data, {
    onError: (error) => parentPort?.postMessage({ error: String(error) }),
    onLost: (lost) => parentPort?.postMessage({ lost }),
  });
  parentPort?.postMessage("ready");
}
