/** A worker: runs tasks of the queue until it is stopped. Start one worker per core, on any machine. */
import { once } from "node:events";
import { join } from "node:path";
import { folderResultStore, startWorker } from "@imdb/flow";
import { required, script } from "./script.js";
import { workerTasks } from "./tasks.js";

const USAGE = "Usage: worker --redis redis://HOST:6379 --shared FOLDER [--lease 10s] [--max-crashes 3]";
const options = {
  redis: { type: "string" },
  shared: { type: "string" },
  lease: { type: "string", default: "10s" },
  "max-crashes": { type: "string", default: "3" },
} as const;

await script(USAGE, options, async (values, { signal }) => {
  const shared = required(values.shared, "shared", USAGE);
  const worker = await startWorker({
    tasks: workerTasks(shared),
    connection: required(values.redis, "redis", USAGE),
    store: folderResultStore(join(shared, "results")),
    lease: values.lease as `${number}s`,
    maxCrashes: Number(values["max-crashes"]),
    onError: (error) => void process.stderr.write(`worker: ${error.message}\n`),
  });
  process.stderr.write("worker: ready\n");
  if (!signal.aborted) await once(signal, "abort");
  await worker.close();
});
// An open connection must not keep a stopped worker running.
process.exit();
