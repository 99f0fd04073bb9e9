import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BenchEntry } from "@imdb/core/testing";
import { flow, folderResultStore, queueRunner, resultOf, task } from "@imdb/flow";
import { describeTool, requireTool, toolPath } from "../../../tools/optional/tools.mjs";
import { startFleet } from "./fleet.js";

const script = fileURLToPath(new URL("./task_overhead.py", import.meta.url));

const nothing = task({ name: "nothing" }, (n: number) => n);
const many = flow({ name: "many" }, async (count: number) => {
  // The first tasks, with compilation, are not counted.
  for (let i = 0; i < 50; i++) await nothing(-1 - i);
  const start = performance.now();
  for (let i = 0; i < count; i++) await nothing(i);
  return (1000 * (performance.now() - start)) / count;
});

/** Microseconds per task, one after the other, in this process. */
async function inProcess(): Promise<number> {
  return resultOf(await many.run(10_000));
}

/** Microseconds per task, one after the other, over a real Redis and a worker process, with results on disk. */
async function overQueue(): Promise<number> {
  const fleet = await startFleet(1);
  const runner = await queueRunner({ connection: fleet.url });
  try {
    return resultOf(await many.run(500, { runner, store: folderResultStore(fleet.results) }));
  } finally {
    await runner.close();
    await fleet.stop();
  }
}

/** Microseconds per task, one after the other, with Prefect's local engine. */
async function prefect(): Promise<number> {
  const python = requireTool("peers");
  const output = execFileSync(python, [script, "200"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return 1e6 * Number(output.trim().split("\n").at(-1));
}

const common = {
  unit: "µs/task",
  peer: "Prefect 3, local engine",
  needs: ["python"],
  theirs: prefect,
} as const;
const hasRedis = toolPath("redis") !== undefined;
if (!hasRedis) console.error(`SKIPPED flow.taskOverhead.queue: ${describeTool("redis").remedy}`);

/** The overhead of a task. */
export const entries: BenchEntry[] = [
  { ...common, id: "flow.taskOverhead", ours: inProcess },
  ...(hasRedis ? [{ ...common, id: "flow.taskOverhead.queue", ours: overQueue }] : []),
];
