/**
 * Tasks per second over a real Redis on this machine, by the number of worker processes: for empty tasks (the limit of
 * the queue) and for tasks that compute for 20 ms (as a shard does). `node --import tsx packages/flow/bench/throughput.mjs [--tasks 2000]`
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { flow, folderResultStore, queueRunner } from "@imdb/flow";
import { startFleet } from "./fleet.ts";
import { compute, nothing } from "./tasks.mjs";

const { values } = parseArgs({ options: { tasks: { type: "string", default: "2000" } } });
const count = Number(values.tasks);
console.log(`${availableParallelism()} cores`);
for (const workers of [1, 2, 4]) {
  const fleet = await startFleet(workers);
  const runner = await queueRunner({ connection: fleet.url });
  const store = folderResultStore(fleet.results);
  const empty = flow({ name: "empty" }, (n) => nothing.map(Array.from({ length: n }, (_, i) => i)));
  const busy = flow({ name: "busy" }, (n) =>
    compute.map(Array.from({ length: n }, (_, i) => ({ n: i, ms: 20 }))),
  );
  await empty.run(50, { runner, store });
  const a = await empty.run(count, { runner, store });
  const b = await busy.run(count / 10, { runner, store });
  if (a.state !== "Completed" || b.state !== "Completed") throw a.error ?? b.error;
  const rate = (tasks, { seconds }) => (tasks / seconds).toFixed(0).padStart(6);
  console.log(`${workers} workers: ${rate(count, a)} empty tasks/s, ${rate(count / 10, b)} tasks of 20 ms/s`);
  await runner.close();
  await fleet.stop();
}
