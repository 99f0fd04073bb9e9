import { mkdir, writeFile } from "node:fs/promises";
import { promotionGate } from "@imdb/core";
import { renderQualityReport } from "@imdb/data-pipeline";
import { saveBundle } from "@imdb/runtime/bundles";
import { createTracker, fileStore } from "@imdb/tracking";
import { evaluationMetrics, evaluationReport } from "@imdb/train";
import { loadConfig } from "./config.js";
import { loadData } from "./data.js";
import { bundleOf, fitModel } from "./model.js";

const config = loadConfig();
const gate = promotionGate([
  {
    name: "minimum_accuracy (config.yaml)",
    value: (metrics: { accuracy: number }) => metrics.accuracy,
    threshold: config.minimum_accuracy,
  },
]);
const tracker = createTracker({ store: fileStore("mlruns") });
const experiment = await tracker.setExperiment(config.project);

await experiment.startRun({}, async (run) => {
  const { seed, model, features } = config;
  await run.logParams({ seed, model: JSON.stringify(model), features: JSON.stringify(features) });
  const dataset = await loadData(config);
  await run.logInput({ name: "raw", digest: dataset.version, source: config.data.path, context: "train" });
  const fitted = await fitModel(config, dataset);
  const { accuracy } = fitted.evaluation;
  await run.logMetrics(evaluationMetrics(fitted.evaluation));

  await mkdir("reports", { recursive: true });
  await writeFile("reports/data.html", renderQualityReport(dataset));
  const options = { vectorizer: fitted.vectorizer, texts: dataset.test.texts };
  await writeFile("reports/evaluation.html", evaluationReport(fitted.model, fitted.X, fitted.y, options));
  await run.logArtifacts("reports", "reports");
  console.log(
    `${dataset.train.examples.length} texts to learn from, ${dataset.quarantined.length} set aside.`,
  );
  console.log(`Accuracy ${accuracy.toFixed(3)} on ${dataset.test.examples.length} others.`);
  const decision = gate({ accuracy }, undefined);
  if (!decision.passed) throw new Error(`Not saved: ${decision.reasons.join("; ")}.`);
  await mkdir("models", { recursive: true });
  await saveBundle(await bundleOf(config, dataset, fitted), "models/current");
  await run.logModel("models/current", { name: "model", registeredModelName: config.project });
  console.log(`Saved in models/current. The run "${run.runName}" is in mlruns/, pages are in reports/.`);
});
