/**
 * Chooses every setting of one linear model by grouped cross-validation on the 25,000 train reviews (no movie
 * on both sides), and records each figure. It does not look at the test split; `final.ts` does, once.
 *
 * Run: IMDB_DATA=aclImdb_v1.tar.gz node --conditions=@imdb/source --import tsx tools/quality/search.ts
 */
import { writeFileSync } from "node:fs";
import {
  gridSearchCV,
  logisticRegression,
  parameterGrid,
  type SearchPoint,
  stratifiedGroupKFold,
} from "@imdb/train";
import { fileMemory } from "@imdb/train/node";
import { readTrainAndTest } from "./data.ts";
import { makeVectorizer, type VectorizerPoint } from "./model.ts";

const { train } = await readTrainAndTest();
const folder = new URL(".", import.meta.url).pathname;
const memory = await fileMemory(`${folder}outputs/folds.json`);
const cv = stratifiedGroupKFold({ folds: 5, shuffleSeed: 1 });

async function stage(name: string, points: readonly VectorizerPoint[], C: readonly number[]): Promise<void> {
  const vectorizers = points.flatMap((point) =>
    parameterGrid(Object.fromEntries(Object.entries(point).map(([key, value]) => [key, [value]])), () =>
      makeVectorizer(point),
    ),
  );
  const classifiers = parameterGrid({ C }, (point) =>
    logisticRegression({ C: point.C as number, tol: 1e-4 }),
  );
  const result = await gridSearchCV({ vectorizers, classifiers, cv, memory, scoring: "accuracy" }, train, {
    seed: 1,
    onProgress: (p) =>
      console.error(`${name} ${p.done}/${p.total} ${new Date().toISOString().slice(11, 19)}`),
  });
  const rows = result.points.map(({ vectorizer, classifier, mean, std, features, rank }: SearchPoint) => ({
    vectorizer,
    classifier,
    accuracy: mean.accuracy,
    std: std.accuracy,
    logLoss: mean.logLoss,
    features,
    rank,
  }));
  writeFileSync(
    `${folder}results-${name}.json`,
    `${JSON.stringify({ cv: cv.params, train: train.version, rows }, null, 1)}\n`,
  );
  for (const row of rows.sort((a, b) => a.rank - b.rank)) console.log(name, JSON.stringify(row));
}

await stage(
  "weighting",
  [
    { maxN: 3, minDf: 2, nbAlpha: 1, idf: "true" },
    { maxN: 3, minDf: 2, nbAlpha: 0, idf: "true" },
  ],
  [5, 10, 20, 40],
);
await stage("strength", [{ maxN: 3, minDf: 2, nbAlpha: 1, idf: "true" }], [80, 160, 320, 640]);
