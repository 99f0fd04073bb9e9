import { createTracker, restStore } from "@imdb/tracking";
import { evaluationMetrics } from "@imdb/train";
import { trainModel } from "@imdb-examples/quickstart";

const NAME = "film-reviews";

/** Trains, and records run, data, metrics and model on an MLflow server; the model becomes its champion. */
export async function trackOnServer(url: string, folder: string) {
  // What the server cannot take while it is away waits in the outbox and is sent when it is back.
  const store = restStore(url, { outbox: `${folder}/outbox` });
  await store.flush(); // what an earlier start left; OUTBOX_PENDING when the server is still away
  const experiment = await createTracker({ store }).setExperiment(NAME);
  return experiment.startRun({ runName: "quick start" }, async (run) => {
    const { dataset, evaluation } = await trainModel(`${folder}/model`);
    await run.logParams({ C: 10, ngrams: "1-2" });
    await run.logInput({ name: "reviews", digest: dataset.version, source: "reviews.csv", context: "train" });
    await run.logMetrics(evaluationMetrics(evaluation));
    const { version } = await run.logModel(`${folder}/model`, { name: NAME, registeredModelName: NAME });
    // In the outbox a version has no number yet, and cannot become the champion.
    if (version !== undefined) await store.registry.setAlias(NAME, "champion", version);
    return { runId: run.runId, version, store };
  });
}
