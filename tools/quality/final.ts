/**
 * The one look at the test split: the settings that `search.ts` chose on the train split (`search.json`), fitted on all 25,000
 * train reviews, calibrated on out-of-fold probabilities of the train split, evaluated on the 25,000 test
 * reviews. Writes `result.json`.
 *
 * Run: IMDB_DATA=aclImdb_v1.tar.gz node --conditions=@imdb/source --import tsx tools/quality/final.ts
 */
import { existsSync, writeFileSync } from "node:fs";
import { labelsOf } from "@imdb/core";
import { countVectorizer } from "@imdb/features";
import {
  bootstrapIntervals,
  calibrate,
  crossValPredict,
  evaluateProbabilities,
  fitCalibrator,
  fitVectorizer,
  logisticRegression,
  stratifiedGroupKFold,
} from "@imdb/train";
import { readTrainAndTest } from "./data.ts";
import { type Point, TOKENIZERS, weighted } from "./model.ts";
import search from "./search.json" with { type: "json" };

const FOLDS = 3;

const { C, ...point } = search.settled as Point & { readonly C: number };
const folder = new URL(".", import.meta.url).pathname;
const resultPath = `${folder}result.json`;
if (existsSync(resultPath)) throw new Error(`${resultPath} is there: the test split has been looked at.`);
if (!search.complete)
  throw new Error("search.json is of a search that was stopped: run search.ts to its end.");
const { train, test } = await readTrainAndTest();
if (train.version !== search.train)
  throw new Error(`The search was on ${search.train}, this is ${train.version}.`);
const labels = labelsOf(train);
const { tokenizer, maxN, minDf, binary } = point;
const counts = countVectorizer({ tokenizer: TOKENIZERS[tokenizer](), ngramRange: [1, maxN], minDf, binary });
const vectorizer = weighted(counts, point);
const classifier = logisticRegression({ C });

const cv = stratifiedGroupKFold({ folds: FOLDS, shuffleSeed: 2 });
const heldOut = await crossValPredict({ vectorizer, classifier, cv }, train, {
  seed: 1,
  onProgress: (p) => console.error(`out of fold ${p.done}/${p.total}`),
});
const calibrator = fitCalibrator("sigmoid", heldOut, labels.codes, 2);

const begun = performance.now();
const fitted = await fitVectorizer(vectorizer, train.texts, labels, {});
const vectorized = performance.now();
const model = await classifier.fit(fitted.matrix, labels, { seed: 1 });
const done = performance.now();
const actual = labelsOf(test).codes;
const plain = model.predictProba(fitted.vectorizer.transform(test.texts));
const calibrated = calibrate(calibrator, plain, 2);
const result = {
  settings: search.settled,
  features: fitted.vectorizer.featureCount,
  trainData: train.version,
  testRows: actual.length,
  report: model.report,
  seconds: { fitTransform: (vectorized - begun) / 1000, fit: (done - vectorized) / 1000 },
  calibrator,
  uncalibrated: evaluateProbabilities(model.classes, plain, actual, { positive: "pos" }),
  calibrated: evaluateProbabilities(model.classes, calibrated, actual, { positive: "pos" }),
  intervals: bootstrapIntervals(model.classes, calibrated, actual, {
    positive: "pos",
    resamples: 1000,
    seed: 1,
  }),
};
writeFileSync(resultPath, `${JSON.stringify(result, null, 1)}\n`);
console.log(JSON.stringify(result, null, 1));
