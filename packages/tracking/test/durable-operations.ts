// The durable operations of this package, each done in a process whose file operations are recorded. Started by
// crash-states.test.ts as `node durable-operations.mjs OPERATION FOLDER NUMBER`.

import { join } from "node:path";
import type {} from "../../../tools/crash/check-crashes.mjs";
import { createTracker, fileStore, syncedStore } from "../src/index.js";

const [operation = "", folder = "", number = ""] = process.argv.slice(2);
const root = join(folder, "mlruns");

const OPERATIONS: Readonly<Record<string, () => Promise<void>>> = {
  async "run, params, metrics, end"() {
    const store = fileStore(root);
    const run = await (await createTracker({ store }).setExperiment("e")).startRun({ runName: "r" });
    acknowledge(`run ${run.runId}`);
    for (let step = 0; step < 3; step++) {
      await run.logMetric("loss", step, { step, timestamp: step });
      acknowledge(`metric ${run.runId} ${step}`);
    }
    await run.logParam("C", "1");
    acknowledge(`param ${run.runId}`);
    await run.logText("hello", "a/hello.txt");
    acknowledge(`artifact ${run.runId}`);
    await run.setTag("late", "1");
    acknowledge(`tag ${run.runId}`);
    await store.flush();
    await run.logMetric("loss", 3, { step: 3, timestamp: 3 });
    acknowledge(`metric ${run.runId} 3`);
    await run.end();
    acknowledge(`end ${run.runId}`);
    await store.close();
  },
  async "records with fsync"() {
    const store = fileStore(root, { durability: "power" });
    const run = await (await createTracker({ store }).setExperiment("e")).startRun({ runName: "r" });
    acknowledge(`run ${run.runId}`);
    for (let step = 0; step < 2; step++) {
      await run.logMetric("loss", step, { step, timestamp: step });
      acknowledge(`metric ${run.runId} ${step}`);
    }
    await run.logParam("C", "1");
    acknowledge(`param ${run.runId}`);
    await run.setTag("late", "1");
    acknowledge(`tag ${run.runId}`);
    await run.logText("hello", "a/hello.txt");
    acknowledge(`artifact ${run.runId}`);
    await run.end();
    acknowledge(`end ${run.runId}`);
    await store.close();
  },
  async "model registry"() {
    const { registry } = fileStore(root);
    const name = `m${number}`;
    await registry.createRegisteredModel(name, { description: "first" });
    acknowledge(`model ${name} first`);
    await registry.createModelVersion({ name, source: "x" });
    acknowledge(`version ${name} 1`);
    await registry.describeRegisteredModel(name, "second");
    acknowledge(`model ${name} second`);
    await registry.createModelVersion({ name, source: "y" });
    acknowledge(`version ${name} 2`);
    await registry.setAlias(name, "champion", "2");
    acknowledge(`alias ${name} 2`);
  },
  async "changes of one model by two processes"() {
    const { registry } = fileStore(root);
    for (let turn = 0; turn < 2; turn++) {
      const { version } = await registry.createModelVersion({ name: "lr", source: `${number}-${turn}` });
      acknowledge(`version lr ${version} ${number}-${turn}`);
      await registry.describeModelVersion("lr", version, `of ${number}`);
      acknowledge(`description lr ${version} of ${number}`);
    }
  },
  async "sync to a server"() {
    const store = syncedStore(root, fileStore(join(folder, "server")));
    const run = await (await createTracker({ store }).setExperiment("e")).startRun({ runName: "r" });
    for (let step = 0; step < 2; step++) {
      await run.logMetric("loss", step, { step, timestamp: step });
      acknowledge(`metric ${run.runId} ${step}`);
    }
    await run.logText("hello", "a/hello.txt");
    acknowledge(`artifact ${run.runId}`);
    await store.flush();
    await run.logMetric("loss", 2, { step: 2, timestamp: 2 });
    acknowledge(`metric ${run.runId} 2`);
    await run.end();
    acknowledge(`end ${run.runId}`);
    await store.close();
  },
  async "sync of one folder by two processes"() {
    const store = syncedStore(root, fileStore(join(folder, "server")));
    const run = await (await createTracker({ store }).setExperiment("e")).startRun({ runName: `r${number}` });
    await run.logMetric("loss", 0, { step: 0, timestamp: 0 });
    acknowledge(`metric ${run.runId} 0`);
    await store.flush();
    await run.logMetric("loss", 1, { step: 1, timestamp: 1 });
    acknowledge(`metric ${run.runId} 1`);
    await run.end();
    acknowledge(`end ${run.runId}`);
    await store.close();
  },
};

await OPERATIONS[operation]?.();
