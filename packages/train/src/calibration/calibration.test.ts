import { csrFromRows, decodePart, encodePart, type TrainLabels } from "@imdb/core";
import { chi2, expectedCalibrationError, fitIsotonic, isotonicAt, mcnemarTest } from "@imdb/measures";
import { expect, test } from "vitest";
import { bestColumns } from "../dense/dense-columns.js";
import { linearSvc } from "../linear/linear-svc.js";
import { logisticRegression } from "../linear/logistic-regression.js";
import { noisyRows } from "../noisy-rows.js";
import { trainCodecs } from "../train-codecs.js";
import { calibratedClassifier } from "./calibrated-classifier.js";
import { calibrate, fitCalibrator } from "./calibrator.js";
import { chooseThreshold } from "./choose-threshold.js";
import golden from "./golden/calibration.json" with { type: "json" };
import { fitPlatt } from "./platt.js";

const scores = Float64Array.from(golden.scores);

test("Platt's sigmoid equals that of scikit-learn", () => {
  const { slope, offset } = fitPlatt(scores, Uint8Array.from(golden.codes));
  expect(slope).toBeCloseTo(golden.platt.slope, 5);
  expect(offset).toBeCloseTo(golden.platt.offset, 5);
});

test("the isotonic curve equals that of scikit-learn", () => {
  const curve = fitIsotonic(scores, golden.codes);
  for (const [at, x] of golden.grid.entries())
    expect(isotonicAt(curve, x)).toBeCloseTo(golden.isotonic[at]!, 12);
});

test("chi² equals that of scikit-learn", () => {
  const { X: rows, codes, scores: expected } = golden.chi2;
  const X = csrFromRows(
    rows.map((row) => row.map((value, j) => [j, value] as const).filter(([, value]) => value > 0)),
    12,
  );
  const y: TrainLabels = { role: "train", classes: ["a", "b", "c"], codes: Int32Array.from(codes) };
  for (const [j, score] of chi2(X, y).entries()) expect(score).toBeCloseTo(expected[j]!, 10);
  expect([...bestColumns(Float64Array.of(1, 5, 2, 5), 2)]).toEqual([1, 3]);
});

test("McNemar's test equals the exact binomial test of SciPy", () => {
  const { b, c, exact } = golden.mcnemar;
  const n = b + c + 10;
  const actual = new Array(n).fill(1);
  const first = actual.map((_, i) => (i < b || i >= b + c ? 1 : 0));
  const second = actual.map((_, i) => (i >= b ? 1 : 0));
  const result = mcnemarTest(actual, first, second);
  expect(result).toMatchObject({ onlyFirstRight: b, onlySecondRight: c });
  expect(result.pValue).toBeCloseTo(exact, 12);
  expect(mcnemarTest(actual, first, first).pValue).toBe(1);
});

test.each(["sigmoid", "isotonic", "temperature"] as const)(
  "%s corrects overconfident probabilities",
  (method) => {
    const trueProbabilities = golden.scores.map((z) => 1 / (1 + Math.exp(-z)));
    const codes = trueProbabilities.map((p, i) => ((i * 0.618) % 1 < p ? 1 : 0));
    const pairs = (ps: readonly number[]) => Float64Array.from(ps.flatMap((p) => [1 - p, p]));
    const overconfident = pairs(golden.scores.map((z) => 1 / (1 + Math.exp(-6 * z))));
    const corrected = calibrate(fitCalibrator(method, overconfident, codes, 2), overconfident, 2);
    const error = (p: Float64Array) =>
      expectedCalibrationError(
        codes,
        p.filter((_, at) => at % 2 === 1),
        { bins: 5 },
      );
    expect(error(corrected)).toBeLessThan(0.6 * error(overconfident));
    for (let at = 0; at < corrected.length; at += 2)
      expect(corrected[at]! + corrected[at + 1]!).toBeCloseTo(1, 12);
  },
);

test.each(["sigmoid", "isotonic", "temperature"] as const)(
  "a support vector machine calibrated by %s has a smaller log loss",
  async (method) => {
    const { X, y } = noisyRows(600, 12, 3, 3);
    const half = { ...y, codes: y.codes };
    const plain = await linearSvc({ C: 0.1 }).fit(X, half);
    const calibrated = await calibratedClassifier(linearSvc({ C: 0.1 }), { method }).fit(X, half);
    const loss = (p: Float64Array) =>
      y.codes.reduce((sum, code, i) => sum - Math.log(p[3 * i + code]! + 1e-12), 0);
    expect(loss(calibrated.predictProba(X))).toBeLessThan(loss(plain.predictProba(X)));
  },
);

test("the calibration of a calibrated model changes little", async () => {
  const { X, y } = noisyRows(400, 6, 9);
  const base = await logisticRegression().fit(X, y);
  const calibrated = await calibratedClassifier(logisticRegression()).fit(X, y);
  const [p, q] = [base.predictProba(X), calibrated.predictProba(X)];
  expect(Math.max(...p.map((value, at) => Math.abs(value - q[at]!)))).toBeLessThan(0.12);
});

test("thresholds by cost, by precision and by recall, and a target that no threshold reaches", () => {
  const actual = [0, 0, 1, 0, 1, 1];
  const probabilities = [0.1, 0.2, 0.3, 0.6, 0.7, 0.9];
  expect(chooseThreshold(actual, probabilities, { precision: 1 })).toEqual({
    threshold: 0.7,
    precision: 1,
    recall: 2 / 3,
  });
  expect(chooseThreshold(actual, probabilities, { recall: 1 }).threshold).toBe(0.3);
  expect(
    chooseThreshold(actual, probabilities, { falsePositiveCost: 10, falseNegativeCost: 1 }).threshold,
  ).toBe(0.7);
  expect(
    chooseThreshold(actual, probabilities, { falsePositiveCost: 1, falseNegativeCost: 10 }).threshold,
  ).toBe(0.3);
  expect(() => chooseThreshold([1, 0], [0.1, 0.9], { precision: 0.9 })).toThrow(
    expect.objectContaining({ code: "UNDEFINED_METRIC" }),
  );
});

test.each([
  [2, "sigmoid", 1],
  [2, "isotonic", 1],
  [2, "temperature", 1],
  [3, "sigmoid", 3],
  [3, "isotonic", 3],
  [3, "temperature", 1],
] as const)(
  "a bundle with %d classes and method %s has %d curves; others are refused",
  async (classes, method, curves) => {
    const { X, y } = noisyRows(60, 5, 4, classes);
    const part = encodePart(
      await calibratedClassifier(logisticRegression(), { method }).fit(X, y),
      trainCodecs,
    );
    const curve = (part.params["curves"] as number[][])[0]!;
    const withCurves = (count: number) => {
      const params = { ...part.params, curves: Array.from({ length: count }, () => curve) };
      return () => decodePart({ ...part, params }, trainCodecs);
    };
    expect(withCurves(curves)).not.toThrow();
    for (const count of [curves - 1, curves + 1, curves + 2].filter((n) => n > 0)) {
      expect(withCurves(count)).toThrow(`${count} calibration curves, not ${curves}`);
    }
  },
);
