import { mkdir, writeFile } from "node:fs/promises";
import { promotionGate } from "@imdb/core";
import { renderQualityReport } from "@imdb/data-pipeline";
import { createProfile } from "@imdb/monitor";
import { evaluationMetrics } from "@imdb/text-classifier";
import { createTracker, fileStore } from "@imdb/tracking";
import { evaluationReport } from "@imdb/train";
import { loadConfig } from "./config.js";
import { loadData } from "./data.js";
import { fitModel } from "./model.js";

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
  const evaluation = fitted.evaluate(dataset.test);
  const metrics = evaluationMetrics(evaluation);
  await run.logMetrics(metrics);

  await mkdir("reports", { recursive: true });
  await writeFile("reports/data.html", renderQualityReport(dataset));
  await writeFile("reports/evaluation.html", evaluationReport(fitted, dataset.test));
  await run.logArtifacts("reports", "reports");
  console.log(
    `${dataset.train.examples.length} texts to learn from, ${dataset.quarantined.length} set aside.`,
  );
  console.log(`Accuracy ${evaluation.accuracy.toFixed(3)} on ${dataset.test.examples.length} others.`);
  const decision = gate(evaluation, undefined);
  if (!decision.passed) throw new Error(`Not saved: ${decision.reasons.join("; ")}.`);
  await mkdir("models", { recursive: true });
  // The profile is what monitoring compares production with.
  await fitted.save("models/current", { metrics, reference: createProfile(dataset.test.texts) });
  await run.logModel("models/current", { name: "model", registeredModelName: config.project });
  console.log(`Saved in models/current. The run "${run.runName}" is in mlruns/, pages are in reports/.`);
});
