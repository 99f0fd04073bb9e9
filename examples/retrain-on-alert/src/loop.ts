import { monitoringFlow, promotionGate, resultOf, trainingFlow } from "@imdb/flow";
import { createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import { createTracker, fileStore } from "@imdb/tracking";
import { loadReviews } from "@imdb-examples/quickstart";
import { accuracyOf, fitModel, loadAllReviews } from "./model.js";

const NAME = "reviews";

/**
 * The loop once: recent predictions are worse than allowed → an alert is sent → a new model is trained on old and new data
 * → the gate compares it with the champion → it is registered and becomes the champion.
 *
 * @param sendAlert    Receives the message of the alert.
 * @param minAccuracy  The smallest accuracy with which the gate accepts a new model.
 */
export async function runLoop(folder: string, sendAlert: (message: string) => void, minAccuracy = 0.9) {
  const store = fileStore(`${folder}/mlruns`);
  const experiment = await createTracker({ store }).setExperiment(NAME);

  async function register(model: string, metrics: Record<string, number>) {
    return experiment.startRun({}, async (run) => {
      await run.logMetrics(metrics);
      const { version = "" } = await run.logModel(model, { name: NAME, registeredModelName: NAME });
      await store.registry.setAlias(NAME, "champion", version);
      return version;
    });
  }

  const champion = await fitModel((await loadReviews()).train, `${folder}/champion`);
  await register(champion, {});
  const app = createApp({ predictor: await loadModel(champion) });

  const training = trainingFlow({
    load: (_reason: string) => loadAllReviews(),
    validate: (data) => data,
    featurize: (data) => data,
    train: ({ train }) => fitModel(train, `${folder}/candidate`),
    evaluate: ({ model, features }) => accuracyOf(model, features.test),
    inService: async () => accuracyOf(champion, (await loadAllReviews()).test),
    gate: promotionGate([
      {
        name: "accuracy",
        value: (metrics: { accuracy: number }) => metrics.accuracy,
        threshold: minAccuracy,
        improvement: 0.02,
      },
    ]),
    register: async ({ model, metrics }) => {
      const version = await register(model, metrics);
      app.deploy({ champion: await loadModel(model) }); // requests under way are answered by the old one
      return version;
    },
  });

  const monitoring = monitoringFlow({
    window: async (_: undefined) => (await loadAllReviews()).test,
    report: (window) => accuracyOf(champion, window),
    alert: ({ accuracy }) => (accuracy < 0.88 ? `accuracy fell to ${accuracy.toFixed(2)}` : undefined),
    notify: (alert) => sendAlert(alert),
    retrain: training,
  });
  const result = resultOf(await monitoring.run(undefined));
  const inService = await store.registry.getVersionByAlias(NAME, "champion");
  return { ...result, inService: inService.version, app };
}
