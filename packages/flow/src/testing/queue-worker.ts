/** A worker in a separate process, for tests that kill it: `queue-worker.ts URL STORE LEASE MAX_CRASHES`. */

import { startWorker } from "../queue/start-worker.js";
import { folderResultStore } from "../store/folder-result-store.js";
import { tasks } from "./queue-tasks.js";

const [connection = "", store = "", lease = "10s", maxCrashes = "3"] = process.argv.slice(2);
const worker = await startWorker({
  tasks,
  connection,
  store: folderResultStore(store),
  lease: lease as "10s",
  maxCrashes: Number(maxCrashes),
});
process.once("SIGTERM", () => void worker.close().then(() => process.exit(0)));
process.stdout.write("ready\n");
