import { tfidfVectorizer } from "@imdb/features";
import { createTracker, fileStore } from "@imdb/tracking";
import { gridSearchCV, logisticRegression, parameterGrid, stratifiedGroupKFold } from "@imdb/train";
import { fileMemory, workerFolds } from "@imdb/train/node";
import { loadReviews } from "@imdb-examples/quickstart";

/**
 * Evaluates every combination on five grouped folds of the train split, on two threads. A search that was stopped
 * continues with the missing folds when it is started again. Each point is logged as a child run of one parent run.
 */
export async function search(folder: string, signal?: AbortSignal) {
  const { train } = await loadReviews();
  const runner = workerFolds({ threads: 2 });
  try {
    const result = await gridSearchCV(
      {
        vectorizers: parameterGrid(
          {
            ngramRange: [
              [1, 1],
              [1, 2],
            ],
            sublinearTf: [false, true],
          },
          (point) =>
            tfidfVectorizer({ sublinearTf: point.sublinearTf, ngramRange: [1, point.ngramRange[1]] }),
        ),
        classifiers: parameterGrid({ C: [0.1, 1, 10, 100] }, ({ C }) => logisticRegression({ C })),
        cv: stratifiedGroupKFold(),
        scoring: "logLoss",
        runner,
        memory: await fileMemory(`${folder}/search.json`),
      },
      train,
      signal ? { seed: 1, signal } : { seed: 1 },
    );
    await track(result, `${folder}/mlruns`);
    return result;
  } finally {
    await runner.close();
  }
}

async function track({ points, best }: Awaited<ReturnType<typeof gridSearchCV>>, runsFolder: string) {
  const tracker = createTracker({ store: fileStore(runsFolder) });
  const experiment = await tracker.setExperiment("hyperparameter-search");
  await experiment.startRun({ runName: "grid search" }, async (parent) => {
    await parent.logMetrics(best.mean);
    for (const { vectorizer, classifier, mean, rank } of points) {
      const runName = `rank ${rank}`;
      await experiment.startRun({ runName, parentRunId: parent.runId }, async (run) => {
        for (const [key, value] of Object.entries({ ...vectorizer, ...classifier })) {
          await run.logParam(key, JSON.stringify(value));
        }
        await run.logMetrics(mean);
      });
    }
  });
}
