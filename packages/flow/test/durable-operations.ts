// The durable operations of this package, each done in a process whose file operations are recorded. Started by
// crash-states.test.ts as `node durable-operations.mjs OPERATION FOLDER NUMBER`.

import { setTimeout as sleep } from "node:timers/promises";
import type {} from "../../../tools/crash/check-crashes.mjs";
import { folderResultStore } from "../src/index.js";
import { completedDays, DAYS, daily, settingsIn, threeSteps } from "./durable-flow.js";

const [operation = "", folder = "", number = ""] = process.argv.slice(2);
const key = (n: number) => String(n).repeat(64);

async function runSteps(): Promise<void> {
  const steps = threeSteps((n, when) => {
    if (when === "done") acknowledge(`step ${n}`);
  });
  const { state, runId } = await steps.run(3, settingsIn(folder));
  acknowledge(`run ${runId} ${state}`);
}

async function runSchedule(): Promise<void> {
  const made = daily(folder, {
    onRun: (run, { scheduledFor }) => acknowledge(`day ${scheduledFor.toISOString()} ${run.state}`),
    onError: (error) => {
      throw error;
    },
  });
  await made.start();
  // A run that is active when its schedule is stopped is cancelled.
  while ((await completedDays(folder)) < DAYS) await sleep(20);
  await made.stop();
}

const OPERATIONS: Readonly<Record<string, () => Promise<void>>> = {
  async "results of tasks"() {
    const store = folderResultStore(folder);
    for (const n of [1, 2]) {
      await store.set(key(n), Buffer.from(`result of ${number}`));
      acknowledge(`result ${n}`);
    }
    await store.delete(key(1));
    acknowledge("deleted 1");
  },
  async "results of one key by two processes"() {
    const written = await folderResultStore(folder).set(key(1), Buffer.from(`result of ${number}`));
    acknowledge(`result 1 ${written} ${number}`);
  },
  "run of a flow": runSteps,
  "resumed run": runSteps,
  "run of a flow by two processes": runSteps,
  schedule: runSchedule,
  "schedule of two processes": runSchedule,
};

await OPERATIONS[operation]?.();
