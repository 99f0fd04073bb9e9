import { monitoringFlow, promotionGate, resultOf, trainingFlow } from "@imdb/flow";
import { createApp } from "@imdb/text-classifier";
import { createTracker, fileStore } from "@imdb/tracking";
import { loadReviews } from "@imdb-examples/quickstart";
import { accuracyOf, loadAllReviews, type ReviewModel, reviewClassifier } from "./model.js";

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

  async function register(model: ReviewModel, metrics: { accuracy: number }) {
    return experiment.startRun({}, async (run) => {
      await run.logMetrics(metrics);
      await model.save(`${folder}/model`, { metrics });
      const { version = "" } = await run.logModel(`${folder}/model`, {
        name: NAME,
        registeredModelName: NAME,
      });
      await store.registry.setAlias(NAME, "champion", version);
      return version;
    });
  }

  const old = await loadReviews();
  const champion = await reviewClassifier.fit(old, { seed: 1 });
  await register(champion, accuracyOf(champion, old.test));
  const app = createApp({ predictor: champion });

  const training = trainingFlow({
    load: (_reason: string) => loadAllReviews(),
    validate: (data) => data,
    featurize: (data) => data,
    train: ({ train }) => reviewClassifier.fit(train, { seed: 1 }),
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
      app.deploy({ champion: model }); // requests under way are answered by the old one
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
