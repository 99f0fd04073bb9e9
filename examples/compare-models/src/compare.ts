import { writeFile } from "node:fs/promises";
import { tfidfVectorizer } from "@imdb/features";
import { comparisonReport, createTracker, fileStore } from "@imdb/tracking";
import {
  complementNb,
  crossValidate,
  dummyClassifier,
  linearSvc,
  logisticRegression,
  multinomialNb,
  stratifiedGroupKFold,
} from "@imdb/train";
import { loadReviews } from "@imdb-examples/quickstart";

const MODELS = {
  "always the most frequent": dummyClassifier({ strategy: "mostFrequent" }),
  "logistic regression": logisticRegression({ C: 10 }),
  "linear SVC": linearSvc({ C: 1 }),
  "multinomial naive Bayes": multinomialNb(),
  "complement naive Bayes": complementNb(),
};

/** Cross-validates each model on five folds of the train split, one run per model, and writes a page that compares the runs. */
export async function compareModels(runsFolder: string, page: string) {
  const { train, version } = await loadReviews();
  const store = fileStore(runsFolder);
  const experiment = await createTracker({ store }).setExperiment("compare-models");
  const runIds: string[] = [];
  for (const [runName, classifier] of Object.entries(MODELS)) {
    await experiment.startRun({ runName }, async (run) => {
      await run.logInput({ name: "reviews", digest: version, source: "reviews.csv", context: "train" });
      await run.logParams({ model: runName, ngrams: "1-2", folds: 5 });
      // The vectorizer is fitted inside each fold: with a vocabulary from all rows, the scores would be too good.
      const vectorizer = tfidfVectorizer({ ngramRange: [1, 2] });
      const { mean, std } = await crossValidate(
        { vectorizer, classifier, cv: stratifiedGroupKFold({ folds: 5 }) },
        train,
      );
      await run.logMetrics(mean);
      await run.logMetrics({ accuracy_std: std["accuracy"]! });
      runIds.push(run.runId);
    });
  }
  await writeFile(page, await comparisonReport(store, runIds));
  return experiment.searchRuns({ orderBy: ["metrics.accuracy DESC"] });
}
