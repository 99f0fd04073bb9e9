// Makes one of two kinds of change again and again, beside another process that makes the other. Started by
// two-changers.test.ts from the built package: `node changer.mjs FOLDER WHAT ROLE TURNS RUNS…`. Prints what it found wrong.
import { existsSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileStore } from "@imdb/tracking";

const [folder, what, role, turns, ...ids] = process.argv.slice(2);
const store = fileStore(folder);
const { registry } = store;
const isFirst = role === "first";
const report = (text) => writeSync(1, `${text}\n`);

/** Each change of the two processes of a pair. */
const CHANGES = {
  async model(turn) {
    if (!isFirst) return void (await registry.createModelVersion({ name: "lr", source: String(turn) }));
    await registry.describeRegisteredModel("lr", `description ${turn}`);
    await wait();
    const { description } = await registry.getRegisteredModel("lr");
    if (description !== `description ${turn}`) report(`turn ${turn}: ${description}`);
  },
  async run(turn) {
    const runId = ids[turn];
    if (isFirst) await store.updateRun(runId, { status: "FINISHED", endTime: 5 });
    else await store.logBatch(runId, { tags: { "mlflow.runName": `name ${turn}` } });
  },
  async update(turn) {
    const runId = ids[turn];
    if (isFirst) await store.updateRun(runId, { status: "FAILED", endTime: 5 });
    else await store.updateRun(runId, { runName: `name ${turn}` });
  },
  async lifecycle(turn) {
    const runId = ids[turn];
    // While it is deleted, a run takes no status.
    if (isFirst) while (!(await isTaken(store.updateRun(runId, { status: "KILLED", endTime: 5 }))));
    else {
      await store.deleteRun(runId);
      await store.restoreRun(runId);
    }
  },
  async rename(turn) {
    const id = ids[2 * turn + (isFirst ? 0 : 1)];
    await store.renameExperiment(id, `name ${turn}`).catch((error) => {
      if (error.code !== "TRACKED_NAME_TAKEN") throw error;
    });
  },
  async alias(turn) {
    // One version is named while the other process deletes it.
    const version = String(turn + 1);
    const change = isFirst
      ? registry.setAlias("lr", "champion", version)
      : registry.deleteModelVersion("lr", version);
    await change.catch((error) => {
      if (error.code !== "REGISTERED_MODEL_NOT_FOUND") throw error;
    });
    await wait();
    const { aliases } = await registry.getRegisteredModel("lr");
    if (aliases.champion === version) report(`turn ${turn}: the alias names a version that is deleted`);
  },
};

/** Whether a run took a change. */
async function isTaken(change) {
  try {
    await change;
    return true;
  } catch (error) {
    if (error.code !== "TRACKED_ENTITY_DELETED") throw error;
    return false;
  }
}

let meetings = 0;
/** Goes on when the other process has come as far. */
async function wait() {
  const meeting = join(folder, "..", `${what}-${meetings++}`);
  writeFileSync(`${meeting}-${role}`, "");
  while (!existsSync(`${meeting}-${isFirst ? "second" : "first"}`))
    await new Promise((done) => setImmediate(done));
}

for (let turn = 0; turn < Number(turns); turn++) {
  await wait();
  await CHANGES[what](turn);
  if (!isFirst && what === "model") await wait();
}
await store.close();
