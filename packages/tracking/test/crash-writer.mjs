// Logs metrics to the runs it is given until it is killed, and acknowledges each on its standard output only
// after its call has resolved. Started by crash.test.ts from the built package.
import { writeSync } from "node:fs";
import { createTracker, fileStore } from "@imdb/tracking";

const [dir, runId, life] = process.argv.slice(2);
const store = fileStore(dir);
const own = await (await createTracker({ store }).setExperiment("own")).startRun({ runName: life });

// Every life has steps of its own, so that each record says who wrote it.
for (let i = 0; ; i++) {
  const step = Number(life) * 1_000_000 + i;
  const metrics = [];
  for (let key = 0; key < 1 + (i % 40); key++) {
    metrics.push({ key: `m/${key}`, value: step / 7 + key, timestamp: 1_000 + step, step });
  }
  await store.logBatch(runId, { metrics });
  await own.logMetrics({ loss: 1 / (step + 1) }, { step });
  writeSync(1, `${own.runId} ${step} ${metrics.length}\n`);
  if (i % 50 === 49) await store.flush();
  if (i % 10 === 9) await new Promise((done) => setImmediate(done));
}
