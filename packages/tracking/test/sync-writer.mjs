// Logs to a run of its own, and to one that it is given, through a synced store until it is killed, and acknowledges
// each record on its standard output only after its call has resolved. Started by sync-crash.test.ts from the built
// package.
import { writeSync } from "node:fs";
import { createTracker, fileStore, syncedStore } from "@imdb/tracking";

const [folder, server, shared, life] = process.argv.slice(2);
const store = syncedStore(folder, fileStore(server));
const own = await (await createTracker({ store }).setExperiment("own")).startRun({ runName: life });
writeSync(1, `run ${own.runId}\n`);

for (let i = 0; ; i++) {
  const step = Number(life) * 1_000_000 + i;
  await store.logBatch(shared, { metrics: [{ key: "m", value: step, timestamp: step, step }] });
  writeSync(1, `shared ${step}\n`);
  await own.logMetric("loss", i, { step: i, timestamp: i });
  if (i % 20 === 0) await own.logText(String(i), `${i}.txt`);
  writeSync(1, `own ${i}\n`);
  if (i % 30 === 29) await store.flush().catch(() => {});
}
