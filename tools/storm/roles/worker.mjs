// A worker of the queue.
import { folderResultStore, startWorker } from "@imdb/flow";
import { endsWhenAsked, input, say } from "./role.mjs";
import { double, square } from "./tasks.mjs";

const worker = await startWorker({
  tasks: [square, double],
  connection: input.redis,
  store: folderResultStore(input.store),
  concurrency: 2,
  lease: "2s",
  maxCrashes: 1_000,
  onError: (error) => console.error(error.message),
});
say({ ready: "worker" });
endsWhenAsked(() => worker.close());
