// Opens a run, prints its id, and ends the process in the given way. Started by exit.test.ts.
import { createTracker, fileStore } from "@imdb/tracking";

const [dir, way] = process.argv.slice(2);
const store = fileStore(dir);
const failing = {
  ...store,
  updateRun: async () => {
    throw new Error("the disk is full");
  },
};
const tracker = createTracker({ store: way === "failed end" ? failing : store });
const experiment = await tracker.setExperiment("exits");
if (way === "own handler") {
  process.once("SIGTERM", () => {
    setTimeout(() => process.exit(5), 100);
  });
}
await experiment.startRun({ runName: way }, async (run) => {
  await run.logMetric("m", 1);
  process.stdout.write(`${run.runId}\n`);
  if (way === "failed end") await run.end().catch(() => process.exit(0));
  if (way === "exit 1") process.exit(1);
  if (way === "exit 0") process.exit(0);
  if (way === "uncaught") setTimeout(() => JSON.parse("not JSON"), 1);
  await new Promise((done) => setTimeout(done, 60_000));
});
