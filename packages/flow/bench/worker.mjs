/** A worker of the benchmarks: `worker.mjs REDIS_URL STORE_FOLDER`. */
import { folderResultStore, startWorker } from "@imdb/flow";
import { compute, nothing } from "./tasks.mjs";

const [connection, store] = process.argv.slice(2);
const worker = await startWorker({ tasks: [nothing, compute], connection, store: folderResultStore(store) });
process.once("SIGTERM", () => worker.close().then(() => process.exit(0)));
console.log("ready");
