import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { logisticRegression } from "../linear/logistic-regression.js";
import { gridSearchCV } from "../selection/grid-search-cv.js";
import { parameterGrid } from "../selection/parameter-grid.js";
import { makeScorer, type ScoringOption } from "../selection/scorer.js";
import { generatedReviews, withoutRecipe, wordCounts } from "../selection/word-counts.js";
import { fileMemory } from "./file-memory.js";
import { workerFolds } from "./worker-folds.js";

const train = generatedReviews(90, 4);
const space = () => ({
  vectorizers: parameterGrid({ minDf: [1, 5] }, ({ minDf }) => wordCounts(minDf, { fits: 0, texts: [] })),
  classifiers: parameterGrid({ C: [0.1, 10] }, logisticRegression),
});
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-train-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("workerFolds", () => {
  test.each([1, 2])("%i threads return the same result as this thread", async (threads) => {
    const runner = workerFolds({ threads });
    try {
      const there = await gridSearchCV({ ...space(), runner }, train, { seed: 7 });
      const here = await gridSearchCV(space(), train, { seed: 7 });
      expect(there.points).toEqual(here.points);
      const foreign = parameterGrid({ C: [1] }, ({ C }) => withoutRecipe(logisticRegression({ C })));
      const mixed = await gridSearchCV({ ...space(), classifiers: foreign, runner }, train);
      expect(mixed.points).toHaveLength(2);
    } finally {
      await runner.close();
    }
  });

  test.each<[string, ScoringOption]>([
    ["a metric with parameters", { metric: "fbeta", beta: 2, positive: "neg" }],
    ["a function", ({ actual, probabilities }) => probabilities[2 * actual.length - 1]! + actual[0]!],
  ])("a search by %s has the same result on threads", async (_, scoring) => {
    const runner = workerFolds({ threads: 2 });
    try {
      const there = await gridSearchCV({ ...space(), scoring, runner }, train, { seed: 7 });
      const here = await gridSearchCV({ ...space(), scoring }, train, { seed: 7 });
      expect(there).toEqual({ ...here, vectorizer: expect.anything(), classifier: expect.anything() });
      expect(there.best.mean[there.scoring]).toBeDefined();
    } finally {
      await runner.close();
    }
  });

  test("an error of a classifier on a thread is rethrown as the same error", async () => {
    const runner = workerFolds({ threads: 1 });
    const oneClass = { ...train, examples: train.examples.map((example) => ({ ...example, label: "same" })) };
    try {
      await expect(gridSearchCV({ ...space(), runner }, oneClass)).rejects.toMatchObject({
        code: "SINGLE_CLASS",
      });
    } finally {
      await runner.close();
    }
  });
});

describe("fileMemory", () => {
  test("a second search reads every fold from the file", async () => {
    const path = join(folder, "folds.json");
    const first = await gridSearchCV({ ...space(), memory: await fileMemory(path) }, train);
    const seen = { fits: 0, texts: [] };
    const vectorizers = parameterGrid({ minDf: [1, 5] }, ({ minDf }) => wordCounts(minDf, seen));
    const second = await gridSearchCV({ ...space(), vectorizers, memory: await fileMemory(path) }, train);
    expect(seen.fits).toBe(0);
    expect(second.points).toEqual(first.points);
  });

  test("a search by another scorer does not take scores that lack its value", async () => {
    const path = join(folder, "scorers.json");
    const search = async (scoring: ScoringOption) =>
      gridSearchCV({ ...space(), scoring, memory: await fileMemory(path) }, train);
    await search("accuracy");
    const macro = { metric: "f1", average: "macro" } as const;
    const first = await search(macro);
    expect(first).toMatchObject({ scoring: "f1(average=macro)" });
    expect((await search(macro)).points).toEqual(first.points);
    await expect(search(() => 1)).rejects.toMatchObject({ code: "INVALID_OPTION" });
    const named = makeScorer(({ actual }) => actual.length, { name: "rows" });
    expect((await search(named)).best.mean["rows"]).toBe(18);
  });

  test.each(["not json", '{"version":2}', '{"version":1,"folds":{"a":[{"metrics":{"accuracy":"high"}}]}}'])(
    "a file with the content %s is refused and not changed",
    async (text) => {
      const path = join(folder, "other.json");
      await writeFile(path, text);
      await expect(fileMemory(path)).rejects.toMatchObject({ code: "SCHEMA_MISMATCH" });
      expect(await readFile(path, "utf8")).toBe(text);
    },
  );
});
