import { mkdir, writeFile } from "node:fs/promises";
import { renderQualityReport } from "@imdb/data-pipeline";
import { saveBundle } from "@imdb/runtime/bundles";
import { createTracker, fileStore } from "@imdb/tracking";
import { evaluationMetrics, evaluationReport } from "@imdb/train";
import { loadConfig } from "./config.js";
import { loadData } from "./data.js";
import { bundleOf, fitModel } from "./model.js";

const config = loadConfig();
const tracker = createTracker({ store: fileStore("mlruns") });
const experiment = await tracker.setExperiment(config.project);

await experiment.startRun({}, async (run) => {
  const { seed, model, features } = config;
  await run.logParams({ seed, c: model.c, min_df: features.min_df, ngrams: features.ngram_range.join("-") });
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
  if (accuracy < config.minimum_accuracy) {
    throw new Error(
      `Not saved: the accuracy is below minimum_accuracy (config.yaml), ${config.minimum_accuracy}.`,
    );
  }
  await mkdir("models", { recursive: true });
  await saveBundle(bundleOf(config, dataset, fitted), "models/current");
  await run.logModel("models/current", { name: "model", registeredModelName: config.project });
  console.log(`Saved in models/current. The run "${run.runName}" is in mlruns/, pages are in reports/.`);
});
