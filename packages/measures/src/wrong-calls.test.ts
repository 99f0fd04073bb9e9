import { csrFromRows, type FittedVectorizer, ImdbError, type LinearClassifier } from "@imdb/core";
import { expect, test } from "vitest";
import * as measures from "./index.js";

const codes = [0, 1, 1];
const scores = [0.2, 0.6, 0.9];
const probabilities = Float64Array.of(0.8, 0.2, 0.4, 0.6, 0.1, 0.9);
const matrix = csrFromRows([[[0, 1]], [[1, 1]], [[0, 2]]], 2);
const labels = { role: "train", classes: ["no", "yes"], codes: Int32Array.from(codes) } as const;
const model: LinearClassifier = {
  kind: "twoWeights",
  params: {},
  classes: ["no", "yes"],
  featureCount: 2,
  coef: Float64Array.of(1, -1),
  intercept: Float64Array.of(0),
  decisionFunction: (X) => new Float64Array(X.rows),
  predictProba: (X) => new Float64Array(2 * X.rows).fill(0.5),
};
const vectorizer: FittedVectorizer = {
  kind: "twoWords",
  params: {},
  featureCount: 2,
  featureNames: () => ["a", "b"],
  transform: (texts) =>
    csrFromRows(
      texts.map((text) => [[0, text.length]]),
      2,
    ),
};
const report = measures.classificationReport(codes, codes, ["no", "yes"]);
const byProbability = { actual: codes, probabilities, classes: 2 };
const byScores = { actual: codes, scores };
const byCodes = { actual: codes, predicted: codes };

/** Every public function with lists or objects among its arguments, and a call of it that is right. */
const CALLS: Record<string, Readonly<Record<string, unknown>>> = {
  chi2: { matrix, labels },
  fitIsotonic: { scores, targets: codes, weights: [1, 1, 1] },
  isotonicAt: { curve: measures.fitIsotonic(scores, codes), score: 0.5 },
  mcnemarTest: { actual: codes, first: codes, second: codes },
  pairedPermutationTest: { first: scores, second: scores, options: { permutations: 10 } },
  explain: { model, vectorizer, text: "a", options: {} },
  strongestFeatures: { model, names: ["a", "b"], k: 1, options: {} },
  bootstrapIntervals: { classes: ["no", "yes"], probabilities, actual: codes, options: { resamples: 10 } },
  calibrationCurve: { actual: codes, probabilities: scores, options: {} },
  expectedCalibrationError: { actual: codes, probabilities: scores, options: {} },
  orderByScore: { scores },
  checkCodes: { ...byCodes, metric: "m" },
  checkLabels: { labels, rows: 3, option: "labels" },
  checkLength: { actual: codes, values: 3, metric: "m" },
  checkScores: { ...byScores, metric: "m" },
  checkProbabilities: { ...byProbability, metric: "m" },
  classificationReport: { ...byCodes, classes: ["no", "yes"], options: {} },
  formatClassificationReport: { report, options: {} },
  accuracyScore: byCodes,
  balancedAccuracyScore: byCodes,
  cohenKappaScore: byCodes,
  matthewsCorrcoef: byCodes,
  confusionMatrix: byCodes,
  evaluateProbabilities: {
    classes: ["no", "yes"],
    probabilities,
    actual: Int32Array.from(codes),
    options: { positive: "no" },
  },
  evaluationMetrics: { evaluation: { logLoss: 1 } },
  brierScoreLoss: byProbability,
  logLoss: byProbability,
  averagePrecisionScore: byScores,
  precisionRecallCurve: byScores,
  precisionRecallFscore: { ...byCodes, options: {} },
  precisionScore: { ...byCodes, options: {} },
  recallScore: { ...byCodes, options: {} },
  f1Score: { ...byCodes, options: {} },
  fbetaScore: { ...byCodes, beta: 2, options: {} },
  precisionRecallFscoreByClass: { matrix: [[1]], options: {} },
  column: { values: probabilities, columns: 2, k: 1 },
  decidedCodes: { probabilities, deciding: { classes: ["no", "yes"] } },
  predictedCodes: { probabilities, classes: 2 },
  rocAucInfluence: { positive: codes, scores },
  groupedVariance: { influence: scores, groups: ["a", "b", "b"] },
  rocAucScore: byScores,
  rocAucScoreOneVsRest: { ...byProbability, average: "macro" },
  weightedRocAuc: { order: [2, 1, 0], scores, positives: codes, negatives: [1, 0, 0] },
  chiSquaredSf: { x: 3, degrees: 1 },
  cramerVonMisesSf: { x: 0.5 },
  fisherExact: { a: 1, b: 2, c: 3, d: 4 },
  normalSf: { z: 1 },
  studentSf: { t: 1, degrees: 3 },
  wilson: { successes: 2, n: 5 },
  quantileSorted: { ascending: scores, share: 0.5 },
  rocCurve: byScores,
  thresholdCounts: byScores,
};
/** Functions of numbers alone, of which what is not a number makes the result NaN: they are called for each row. */
const OF_NUMBERS = ["kolmogorovSf", "logOdds"];
const wrong = Object.entries(CALLS).flatMap(([name, args]) =>
  Object.keys(args).flatMap((argument) =>
    [null, "text", 7, undefined]
      .filter((value) => isWrong(args[argument], value, name, argument))
      .map((value) => ({ name, argument, value })),
  ),
);

function isWrong(right: unknown, value: unknown, name: string, argument: string): boolean {
  // Shown in messages, or an index: nothing can fail.
  if (argument === "metric" || argument === "option" || (argument === "k" && name === "column")) return false;
  if (value === undefined) return !["options", "weights", "average"].includes(argument);
  return typeof right !== typeof value || value === null;
}

test("every public function is called here", () => {
  const functions = Object.entries(measures).filter(([, value]) => typeof value === "function");
  expect(functions.map(([name]) => name).sort()).toEqual([...Object.keys(CALLS), ...OF_NUMBERS].sort());
});

test.each(Object.entries(CALLS))("%s takes what it should", (name, args) => {
  expect(() => call(name, Object.values(args))).not.toThrow();
});

test.each(wrong)("$name refuses $value as $argument, and names the argument", ({ name, argument, value }) => {
  const args = Object.entries(CALLS[name]!).map(([key, right]) => (key === argument ? value : right));
  let refusal: unknown;
  try {
    call(name, args);
  } catch (error) {
    refusal = error;
  }
  expect(ImdbError.isInstance(refusal), `${String(refusal)}`).toBe(true);
  if ((refusal as ImdbError).code === "NOT_TRAIN_SPLIT") return;
  expect((refusal as ImdbError).message).toContain(argument);
});

function call(name: string, args: readonly unknown[]): unknown {
  return (measures as unknown as Record<string, (...args: readonly unknown[]) => unknown>)[name]!(...args);
}

test.each([-1, 2, 0.5])("chi2 refuses the label code %d of two classes, and names its row", (code) => {
  const codes = [0, code, 1] as unknown as Int32Array;
  expect(() => measures.chi2(matrix, { ...labels, codes })).toThrow(
    expect.objectContaining({ code: "LABEL_OUT_OF_RANGE", details: { row: 1, code, classes: 2 } }),
  );
});

test.each([
  ["successes", () => measures.wilson(5, 2)],
  ["successes", () => measures.wilson(-1, 2)],
  ["n", () => measures.wilson(0, 0)],
  ["a", () => measures.fisherExact(-1, 2, 3, 4)],
  ["d", () => measures.fisherExact(1, 2, 3, 0.5)],
  ["degrees", () => measures.chiSquaredSf(3, -1)],
  ["degrees", () => measures.studentSf(3, 0)],
  ["matrix", () => measures.precisionRecallFscoreByClass(["a"] as never)],
  ["matrix", () => measures.precisionRecallFscoreByClass([["a"]] as never)],
  ["matrix", () => measures.precisionRecallFscoreByClass([{ length: 1 }] as never)],
])("a wrong %s is refused by name: %s", (option, call) => {
  const refused = { code: "INVALID_OPTION", details: expect.objectContaining({ option }) };
  expect(call).toThrow(expect.objectContaining(refused));
});

test("the distributions pass on NaN", () => {
  expect([measures.normalSf(Number.NaN), measures.chiSquaredSf(Number.NaN, 1)]).toEqual([NaN, NaN]);
});

test("the Kolmogorov-Smirnov function of what is no number is NaN", () => {
  expect(measures.kolmogorovSf(undefined as never, 10)).toBeNaN();
  expect(measures.kolmogorovSf(0.5, undefined as never)).toBeNaN();
  expect(measures.kolmogorovSf(Number.NaN, null as never)).toBeNaN();
});
