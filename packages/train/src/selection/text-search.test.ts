import { describe, expect, test } from "vitest";
import { logisticRegression } from "../linear/logistic-regression.js";
import { multinomialNb } from "../naive-bayes/multinomial-nb.js";
import { workerFolds } from "../node/worker-folds.js";
import { crossValidate } from "./cross-validate.js";
import type { FoldScore } from "./fit-fold.js";
import { gridSearchCV } from "./grid-search-cv.js";
import { parameterGrid } from "./parameter-grid.js";
import { stratifiedKFold } from "./stratified-k-fold.js";
import { textEstimatorOf, withoutParts } from "./text-estimator-of.js";
import { generatedReviews, wordCounts } from "./word-counts.js";

const train = generatedReviews(90, 6);
const cv = stratifiedKFold({ folds: 3 });
const counter = () => ({ fits: 0, texts: [] as (readonly string[])[] });
const grid = { C: [0.01, 10], threshold: [0.5, 0.7] };
const estimators = (seen = counter()) => {
  const vectorizer = wordCounts(1, seen);
  return parameterGrid(grid, ({ C, threshold }) =>
    textEstimatorOf(
      { vectorizer, classifier: logisticRegression({ C }) },
      { positive: "neg", decision: { threshold } },
    ),
  );
};

describe("a search over estimators", () => {
  test("that are their parts or more than these has the same scores", async () => {
    const parts = await gridSearchCV({ estimators: estimators(), cv, scoring: "recall" }, train);
    const whole = estimators().map(({ params, value }) => ({ params, value: withoutParts(value) }));
    const alone = await gridSearchCV({ estimators: whole, cv, scoring: "recall" }, train);
    expect(alone.points).toEqual(parts.points);
    expect(new Set(parts.points.map(({ mean }) => mean["recall"])).size).toBe(4);
    expect(alone.best.predictProba(["good fine film"])).toEqual(parts.best.predictProba(["good fine film"]));
    const one = { estimator: whole[3]!.value, cv, scoring: "recall" } as const;
    expect((await crossValidate(one, train)).mean).toEqual(parts.points[3]!.mean);
  });

  test("shares a vectorizer, and returns the best estimator fitted on all rows", async () => {
    const seen = counter();
    const { best, bestPoint, points } = await gridSearchCV({ estimators: estimators(seen), cv }, train);
    // For each of two decision rules in three folds, and once on all rows.
    expect(seen.fits).toBe(2 * 3 + 1);
    expect(seen.texts.at(-1)).toHaveLength(90);
    expect(best.decision).toEqual({ threshold: bestPoint.params["threshold"] });
    expect(bestPoint.mean["accuracy"]).toBe(Math.max(...points.map(({ mean }) => mean["accuracy"]!)));
  });

  test.each(["recall", { metric: "fbeta", beta: 3 }] as const)(
    "by %j on threads has the same result",
    async (scoring) => {
      const runner = workerFolds({ threads: 2 });
      try {
        const there = await gridSearchCV({ estimators: estimators(), cv, scoring, runner }, train);
        const here = await gridSearchCV({ estimators: estimators(), cv, scoring }, train);
        expect(there.points).toEqual(here.points);
      } finally {
        await runner.close();
      }
    },
  );

  test("continues from its memory, and never takes the scores of another decision rule", async () => {
    const kept = new Map<string, readonly FoldScore[]>();
    const memory = {
      get: async (key: string) => kept.get(key),
      set: async (key: string, scores: readonly FoldScore[]) => void kept.set(key, scores),
    };
    const [first, second] = [estimators().slice(0, 1), estimators().slice(1, 2)];
    const scoring = "recall";
    const before = await gridSearchCV({ estimators: first, cv, scoring, memory }, train);
    const seen = counter();
    const again = estimators(seen).slice(0, 1);
    expect((await gridSearchCV({ estimators: again, cv, scoring, memory }, train)).points).toEqual(
      before.points,
    );
    expect(seen.fits).toBe(1);
    const other = await gridSearchCV({ estimators: second, cv, scoring, memory }, train);
    expect(other.points[0]!.scores).not.toEqual(before.points[0]!.scores);
  });

  test("a memory is refused where it cannot tell vectorizers apart", async () => {
    const memory = { get: async () => undefined, set: async () => {} };
    const nameless = estimators().map(({ params, value }) => {
      const { identity: _, ...vectorizer } = value.parts!.vectorizer;
      return { params, value: { ...value, parts: { ...value.parts!, vectorizer } } };
    });
    await expect(gridSearchCV({ estimators: nameless, cv, memory }, train)).rejects.toMatchObject({
      code: "INVALID_OPTION",
      details: { option: "memory" },
    });
  });

  test("refuses what is no estimator, and none at all", async () => {
    const wrong = [{ params: {}, value: { fit: 1 } as never }];
    await expect(gridSearchCV({ estimators: wrong, cv }, train)).rejects.toThrow(/estimators/);
    await expect(gridSearchCV({ estimators: [], cv }, train)).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
    const both = { estimators: estimators(), classifiers: [], cv };
    await expect(gridSearchCV(both as never, train)).rejects.toThrow(/classifiers/);
    const classifier = multinomialNb();
    await expect(crossValidate({ estimator: { classifier } as never, cv }, train)).rejects.toThrow(
      /estimator/,
    );
  });
});
