// Opens a run, prints its id, and ends the process in the given way. Started by exit.test.ts.
import { createTracker, fileStore } from "@imdb/tracking";

const [dir, way] = process.argv.slice(2);
const experiment = await createTracker({ store: fileStore(dir) }).setExperiment("exits");
await experiment.startRun({ runName: way }, async (run) => {
  await run.logMetric("m", 1);
  process.stdout.write(`${run.runId}\n`);
  if (way === "exit 1") process.exit(1);
  if (way === "exit 0") process.exit(0);
  if (way === "uncaught") setTimeout(() => JSON.parse("not JSON"), 1);
  await new Promise((done) => setTimeout(done, 60_000));
});
