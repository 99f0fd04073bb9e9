import { evaluationMetrics } from "@imdb/text-classifier";
import { createTracker, restStore, syncedStore } from "@imdb/tracking";
import { trainModel } from "@imdb-examples/quickstart";

const NAME = "film-reviews";

/** Trains a model and logs the run, the data, the metrics and the model to an MLflow server. The model becomes the champion. */
export async function trackOnServer(url: string, folder: string) {
  // Everything is written to the folder first and sent from there, including what an earlier run could not send.
  const store = syncedStore(`${folder}/mlruns`, restStore(url));
  const experiment = await createTracker({ store }).setExperiment(NAME);
  return experiment.startRun({ runName: "quick start" }, async (run) => {
    const { data, evaluation } = await trainModel(`${folder}/model`);
    await run.logParams({ C: 10, ngrams: "1-2" });
    await run.logInput({ name: "reviews", digest: data.version, source: "reviews.csv", context: "train" });
    await run.logMetrics(evaluationMetrics(evaluation));
    const { version } = await run.logModel(`${folder}/model`, { name: NAME, registeredModelName: NAME });
    // The server gives the version its number. Before that it cannot become the champion.
    if (version !== undefined) await store.registry.setAlias(NAME, "champion", version);
    return { runId: run.runId, version, store };
  });
}
