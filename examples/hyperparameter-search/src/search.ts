import { tfidfVectorizer } from "@imdb/features";
import { textClassifier } from "@imdb/text-classifier";
import { createTracker, fileStore } from "@imdb/tracking";
import {
  evaluationMetrics,
  gridSearchCV,
  logisticRegression,
  parameterGrid,
  stratifiedGroupKFold,
  type TextSearchResult,
} from "@imdb/train";
import { fileMemory, workerFolds } from "@imdb/train/node";
import { loadReviews } from "@imdb-examples/quickstart";

/**
 * Evaluates every combination on five grouped folds of the train split, on two threads. A search that was stopped
 * continues with the missing folds when it is started again. Each point is logged as a child run of one parent run. The best
 * model is fitted on the whole train split and saved.
 */
export async function search(folder: string, signal?: AbortSignal) {
  const reviews = await loadReviews();
  const runner = workerFolds({ threads: 2 });
  try {
    const result = await gridSearchCV(
      {
        estimators: parameterGrid(
          { ngrams: [1, 2], sublinearTf: [false, true], C: [0.1, 1, 10, 100] },
          ({ ngrams, sublinearTf, C }) =>
            textClassifier({
              vectorizer: tfidfVectorizer({ sublinearTf, ngramRange: [1, ngrams] }),
              classifier: logisticRegression({ C }),
            }),
        ),
        cv: stratifiedGroupKFold(),
        scoring: "logLoss",
        runner,
        memory: await fileMemory(`${folder}/search.json`),
      },
      reviews,
      signal ? { seed: 1, signal } : { seed: 1 },
    );
    await track(result, `${folder}/mlruns`);
    // The scores of the search are a little too good, because they decided. The test split says how good the model is.
    const metrics = evaluationMetrics(result.best.evaluate(reviews.test));
    await result.best.save(`${folder}/model`, { metrics });
    return result;
  } finally {
    await runner.close();
  }
}

async function track({ points, bestPoint }: TextSearchResult, runsFolder: string) {
  const tracker = createTracker({ store: fileStore(runsFolder) });
  const experiment = await tracker.setExperiment("hyperparameter-search");
  await experiment.startRun({ runName: "grid search" }, async (parent) => {
    await parent.logMetrics(bestPoint.mean);
    for (const { params, mean, rank } of points) {
      const runName = `rank ${rank}`;
      await experiment.startRun({ runName, parentRunId: parent.runId }, async (run) => {
        for (const [key, value] of Object.entries(params)) {
          await run.logParam(key, JSON.stringify(value));
        }
        await run.logMetrics(mean);
      });
    }
  });
}
