import { createSplit } from "@imdb/core";
import type { BenchEntry } from "@imdb/core/testing";
import {
  type AnyVectorizer,
  gridSearchCV,
  logisticRegression,
  parameterGrid,
  stratifiedKFold,
} from "@imdb/train";
import { workerFolds } from "@imdb/train/node";
import { reviews } from "../../../tools/bench/reviews.mjs";
import { requireTool } from "../../../tools/optional/tools.mjs";
import { peer } from "./peer.ts";

const ROWS = 4000;
// By a name that types do not follow: train's project does not know its sibling.
const FEATURES: string = "@imdb/features";

/** The first train reviews by id, both labels of each, as the peer reads them. */
function firstReviews() {
  const found = reviews().filter(({ split }) => split === "train");
  found.sort((a, b) => a.number - b.number || (a.id < b.id ? -1 : 1));
  const examples = found.slice(0, ROWS).map(({ id, text, label }) => ({ id, text, label }));
  return createSplit("train", examples, `sha256:${"0".repeat(64)}`);
}

let train: ReturnType<typeof firstReviews> | undefined;

/** Five folds, four vectorizers, five values of C: a hundred fits. */
export const entries: BenchEntry[] = [
  {
    id: "train.gridSearch",
    peer: "scikit-learn 1.9 (GridSearchCV, n_jobs=2)",
    unit: "s",
    needs: ["python", "archive"],
    async ours() {
      train ??= firstReviews();
      const { tfidfVectorizer } = (await import(FEATURES)) as {
        tfidfVectorizer(options: object): AnyVectorizer;
      };
      const runner = workerFolds({ threads: 2 });
      try {
        const start = performance.now();
        const { best } = await gridSearchCV(
          {
            vectorizers: parameterGrid(
              {
                ngramRange: [
                  [1, 1],
                  [1, 2],
                ],
                minDf: [2, 5],
              },
              (point) => tfidfVectorizer({ ...point, sublinearTf: true }),
            ),
            classifiers: parameterGrid({ C: [0.1, 1, 3, 10, 30] }, logisticRegression),
            cv: stratifiedKFold({ folds: 5 }),
            runner,
          },
          train,
        );
        if (!(best.mean["accuracy"]! > 0.8)) throw new Error(`The search ended at ${best.mean["accuracy"]}.`);
        return (performance.now() - start) / 1000;
      } finally {
        await runner.close();
      }
    },
    theirs: async () => peer("grid", requireTool("archive"), String(ROWS))[1]!,
  },
];
