import { type Classifier, ImdbError, labelsOf } from "@imdb/core";
import * as measures from "@imdb/measures";
import { expect, test } from "vitest";
import * as configured from "./config/index.js";
import * as exported from "./index.js";
import { fileMemory, workerFolds } from "./node/index.js";
import { generatedReviews, wordCounts } from "./selection/word-counts.js";

const everything = { ...exported, ...configured, fileMemory, workerFolds };
const split = generatedReviews(40, 1);
const vectorizer = wordCounts(1, { fits: 0, texts: [] });
const { matrix: X, vectorizer: fitted } = await vectorizer.fitTransform(split.texts);
const y = labelsOf(split);
const classifier = exported.multinomialNb();
const model = await classifier.fit(X, y);
const codes = Array.from(y.codes);
const probabilities = model.predictProba(X);
const byFold = { vectorizer, classifier, cv: exported.stratifiedKFold({ folds: 2 }) };
const candidates = {
  vectorizers: [{ params: {}, value: vectorizer }],
  classifiers: [{ params: {}, value: classifier }],
  cv: byFold.cv,
};
const folds = { train: X, trainLabels: y, test: X, testLabels: y };
const config = { project: { name: "demo" }, evaluation: { resamples: 10 } };
const inputs = { data: split.examples, source: "made up", vectorizer: () => vectorizer, codecs: [] };
const card = {
  name: "demo",
  intendedUse: "Tests.",
  data: { version: "1", source: "made up", trainRows: 40, testRows: 40 },
  features: { kind: "wordCounts", count: X.cols, params: {} },
  model,
  evaluation: exported.evaluate(model, X, y),
  seed: 0,
};
const linear = {
  kind: "Linear",
  params: {},
  classes: ["a", "b"],
  featureCount: 1,
  coef: Float64Array.of(1),
  intercept: Float64Array.of(0),
  link: "sigmoid",
};
const calibrator = exported.fitCalibrator("sigmoid", probabilities, codes, 2);
const optionsAlone = { options: {} };
const search = { options: candidates, train: split, run: {} };
const sgd = exported.sgdClassifier();
const learner = sgd.start(X.cols, y.classes);

/** The functions of this package that take lists or objects, and the arguments of a valid call of each. */
const CALLS: Record<string, Readonly<Record<string, unknown>>> = {
  calibratedClassifier: { classifier, options: {} },
  withCalibration: { base: model, calibrator },
  calibrate: { calibrator, values: probabilities, classes: 2 },
  fitCalibrator: { method: "sigmoid", values: probabilities, codes, classes: 2, options: {} },
  chooseThreshold: { actual: [0, 1], scores: [0.1, 0.9], target: { recall: 1 } },
  classifierFromRecipe: { recipe: { classifier: "multinomialNb", options: {} } },
  decisionRule: { section: { threshold: 0.5 } },
  modelRecipe: { section: { type: "sgd" } },
  parseTrainConfig: { configuration: config },
  denseLogisticRegression: optionsAlone,
  dummyClassifier: optionsAlone,
  oneVsRestClassifier: { classifier },
  votingClassifier: { classifiers: [classifier], options: {} },
  evaluate: { model, X, y, options: {} },
  confidentErrors: { probabilities, actual: codes, classes: 2, k: 1 },
  permutationImportance: { model, X, y, options: { features: [0], repeats: 1 } },
  classifierIdentity: { classifier },
  recipeOf: { classifier },
  linearModel: { parts: linear },
  linearSvc: optionsAlone,
  logisticRegression: optionsAlone,
  complementNb: optionsAlone,
  multinomialNb: optionsAlone,
  nbLogisticRegression: optionsAlone,
  sgdClassifier: optionsAlone,
  evaluationReport: { model, X, y, options: { resamples: 10, vectorizer: fitted } },
  modelCard: { options: card },
  groupKFold: optionsAlone,
  stratifiedKFold: optionsAlone,
  stratifiedGroupKFold: optionsAlone,
  repeatedStratifiedKFold: optionsAlone,
  repeatedStratifiedGroupKFold: optionsAlone,
  parameterGrid: { grid: { C: [1] }, make: () => 1 },
  parameterSample: {
    distributions: { C: exported.uniform(0, 1) },
    make: () => 1,
    options: { n: 1, seed: 0 },
  },
  choice: { values: ["a"] },
  makeScorer: { score: () => 1, options: { name: "one" } },
  logUniform: { low: 1, high: 2 },
  uniform: { low: 1, high: 2 },
  trainTestSplit: { examples: split.examples, options: {} },
  createTrainCodecs: { own: [] },
  workerFolds: { options: { threads: 1 } },
  crossValCalibrator: { options: byFold, train: split, run: {} },
  crossValPredict: { options: byFold, train: split, run: {} },
  crossValidate: { options: byFold, train: split, run: {} },
  learningCurve: { options: { ...byFold, shares: [1] }, train: split, run: {} },
  fitFold: { classifier, data: folds, run: {} },
  gridSearchCV: search,
  halvingGridSearchCV: search,
  randomizedSearchCV: { ...search, options: { ...candidates, nIter: 1 } },
  train: { configuration: config, inputs: { ...inputs, codecs: [codecOfWords()] }, run: {} },
};
const vote = await exported.votingClassifier([classifier]).fit(X, y);
const oneVsRest = await exported.oneVsRestClassifier(classifier).fit(X, y);
const METHODS: Record<string, (...args: never[]) => unknown> = {
  fit: classifier.fit,
  "fit of a vote": exported.votingClassifier([classifier]).fit,
  "fit with calibration": exported.calibratedClassifier(classifier, { cv: byFold.cv }).fit,
  "fit of a warm start": exported.logisticRegression().fit,
  predictProba: model.predictProba,
  "predictProba of a vote": vote.predictProba,
  "predictProba of one against the rest": oneVsRest.predictProba,
  "probabilities of decisions": model.linear!.probabilities,
  decisionFunction: model.decisionFunction,
  start: sgd.start,
  partialFit: learner.partialFit,
  split: byFold.cv.split,
  "split by groups": exported.groupKFold({ folds: 2 }).split,
};
const METHOD_CALLS: Record<string, Readonly<Record<string, unknown>>> = {
  fit: { X, y, run: { sampleWeight: codes.map(() => 2) } },
  "fit of a vote": { X, y, run: {} },
  "fit with calibration": { X, y, run: {} },
  "fit of a warm start": { X, y, run: { warmStart: model } },
  predictProba: { X },
  "predictProba of a vote": { X },
  "predictProba of one against the rest": { X },
  "probabilities of decisions": { decisions: new Float64Array(2) },
  decisionFunction: { X },
  start: { featureCount: 3, classes: ["a", "b"] },
  partialFit: { X, y },
  split: { codes },
  "split by groups": { codes: [0, 1], groups: ["a", "b"] },
};
const functions: Record<string, (...args: never[]) => unknown> = { ...(everything as object), ...METHODS };
const all = { ...CALLS, ...METHOD_CALLS };
/** May be left out, and then has a default. */
const OPTIONAL = ["options", "run", "own"];
const wrong = Object.entries(all).flatMap(([name, args]) =>
  Object.keys(args).flatMap((argument) =>
    [null, "text", 7, undefined]
      .filter((value) => isWrong(args[argument], value, argument))
      .map((value) => ({ name, argument, value })),
  ),
);

function isWrong(right: unknown, value: unknown, argument: string): boolean {
  if (value === undefined) return !OPTIONAL.includes(argument);
  return typeof right !== typeof value || value === null;
}

test("every function of this package is called here", () => {
  const own = Object.entries(everything).filter(
    ([name, value]) => typeof value === "function" && !(name in measures) && name !== "fitVectorizer",
  );
  const calls = [...Object.keys(CALLS), "fileMemory"];
  expect(own.map(([name]) => name).sort()).toEqual(calls.sort());
});

test.each(Object.entries(all))("%s accepts a valid call", async (name, args) => {
  await functions[name]!(...(Object.values(args) as never[]));
});

test.each(wrong)("$name refuses $value as $argument, and names the argument", async (c) => {
  const args = Object.entries(all[c.name]!).map(([key, right]) => (key === c.argument ? c.value : right));
  const error = await refusal(() => functions[c.name]!(...(args as never[])));
  expect(ImdbError.isInstance(error), String(error)).toBe(true);
  if ((error as ImdbError).code === "NOT_TRAIN_SPLIT") return;
  expect((error as ImdbError).message).toContain(c.argument);
});

/** Arguments that are options. */
const OPTIONS = ["options", "run", "inputs"];
const unknown = Object.entries(all).flatMap(([name, args]) =>
  Object.keys(args)
    .filter((argument) => OPTIONS.includes(argument))
    .map((argument) => ({ name, argument })),
);

test.each(unknown)("$name refuses an unknown name in its $argument", async ({ name, argument }) => {
  const args = Object.entries(all[name]!).map(([key, right]) =>
    key === argument ? { ...(right as object), bogus: 1 } : right,
  );
  expect(await refusal(() => functions[name]!(...(args as never[])))).toMatchObject({
    code: "INVALID_OPTION",
    details: { option: "bogus", value: "unknown" },
  });
});

test.each<[string, (run: never) => unknown]>([
  ["a dense model", (run) => exported.denseLogisticRegression().fit(X, y, run)],
  [
    "a vote with a dense model",
    (run) => exported.votingClassifier([exported.denseLogisticRegression()]).fit(X, y, run),
  ],
])("%s, which has no weights of rows, refuses them", async (_, fit) => {
  expect(await refusal(() => fit({ sampleWeight: codes.map(() => 2) } as never))).toMatchObject({
    code: "INVALID_OPTION",
    details: { option: "sampleWeight" },
  });
});

test("a calibrated classifier keeps its groups from the classifier inside", async () => {
  const cv = exported.groupKFold({ folds: 2 });
  const groups = codes.map((_, i) => `group ${i >> 2}`);
  const calibrated = exported.calibratedClassifier(exported.dummyClassifier(), { cv });
  expect((await calibrated.fit(X, y, { groups })).classes).toEqual(y.classes);
});

test("a path of fileMemory that is not a string is refused", async () => {
  expect(await refusal(() => fileMemory(null as never))).toMatchObject({ code: "INVALID_OPTION" });
});

test.each<[string, (classifier: Classifier) => unknown]>([
  ["no classifier", () => exported.votingClassifier([undefined as never])],
  ["no classifier among others", (one) => exported.votingClassifier([one, null as never])],
  ["a classifier without params", () => exported.oneVsRestClassifier({} as never)],
  ["unknown options of a worker pool", () => workerFolds({ thread: 2 } as never)],
  ["unknown options of a report", () => exported.evaluationReport(model, X, y, { titel: "x" } as never)],
  ["unknown options of a card", () => exported.modelCard({ ...card, limit: [] } as never)],
  ["unknown options of a sample", () => exported.parameterSample({}, () => 1, { n: 1, sed: 1 } as never)],
  ["an unknown target", () => exported.chooseThreshold([0, 1], [0, 1], { recal: 1 } as never)],
  ["two targets", () => exported.chooseThreshold([0, 1], [0, 1], { recall: 1, precision: 1 } as never)],
  ["unknown inputs", () => configured.train(config, { ...inputs, sorce: "x" } as never)],
])("%s: refused by name", async (_, call) => {
  expect(await refusal(() => call(classifier))).toMatchObject({ code: "INVALID_OPTION" });
});

function codecOfWords() {
  const encode = () => ({ params: {}, tensors: {} });
  return { kind: "wordCounts", version: 1, encode, decode: () => fitted };
}

async function refusal(work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    return error;
  }
}
