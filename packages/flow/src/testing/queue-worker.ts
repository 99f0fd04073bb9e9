/** A worker as a process of its own, for tests that kill it: `queue-worker.ts URL STORE LEASE`. */

import { startWorker } from "../queue/start-worker.js";
import { folderResultStore } from "../store/folder-result-store.js";
import { tasks } from "./queue-tasks.js";

const [connection = "", store = "", lease = "10s"] = process.argv.slice(2);
const worker = await startWorker({
  tasks,
  connection,
  store: folderResultStore(store),
  lease: lease as "10s",
  maxCrashes: 5,
});
process.once("SIGTERM", () => void worker.close().then(() => process.exit(0)));
process.stdout.write("ready\n");
