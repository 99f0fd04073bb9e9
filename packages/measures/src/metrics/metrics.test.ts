import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calibrationCurve } from "./calibration-curve.js";
import {
  accuracyScore,
  balancedAccuracyScore,
  cohenKappaScore,
  confusionMatrix,
  matthewsCorrcoef,
} from "./confusion-matrix.js";
import { evaluateProbabilities } from "./evaluate-probabilities.js";
import golden from "./golden/metrics.json" with { type: "json" };
import { brierScoreLoss, logLoss } from "./losses.js";
import { averagePrecisionScore, precisionRecallCurve } from "./precision-recall-curve.js";
import { type Average, f1Score, fbetaScore, precisionScore, recallScore } from "./precision-recall-fscore.js";
import { column, predictedCodes } from "./predicted-codes.js";
import { rocAucScore, rocAucScoreOneVsRest } from "./roc-auc-score.js";
import { rocCurve } from "./roc-curve.js";

const near = (actual: number, expected: number) => expect(Math.abs(actual - expected)).toBeLessThan(1e-12);
const allNear = (actual: readonly number[], expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries()) near(value, expected[i]!);
};

describe.each(golden.cases)(`as scikit-learn ${golden.sklearn}: $classes classes`, (c) => {
  const p = Float64Array.from(c.probabilities);
  const q = predictedCodes(p, c.classes);

  test("metrics of classes", () => {
    near(accuracyScore(c.actual, q), c.accuracy);
    near(balancedAccuracyScore(c.actual, q), c.balancedAccuracy);
    near(matthewsCorrcoef(c.actual, q), c.matthews);
    near(cohenKappaScore(c.actual, q), c.kappa);
    expect(confusionMatrix(c.actual, q)).toEqual(c.confusion);
    for (const [average, scores] of Object.entries(c.averages)) {
      const options = { average: average as Average };
      near(precisionScore(c.actual, q, options), scores.precision);
      near(recallScore(c.actual, q, options), scores.recall);
      near(f1Score(c.actual, q, options), scores.f1);
      near(fbetaScore(c.actual, q, 2, options), scores.f2);
    }
  });

  test("metrics of probabilities", () => {
    near(logLoss(c.actual, p, c.classes), c.logLoss);
    near(brierScoreLoss(c.actual, p, c.classes), c.brier);
    if (c.classes === 2) near(rocAucScore(c.actual, column(p, 2, 1)), c.rocAuc);
    else near(rocAucScoreOneVsRest(c.actual, p, c.classes), c.rocAuc);
    if (c.rocAucWeighted) near(rocAucScoreOneVsRest(c.actual, p, c.classes, "weighted"), c.rocAucWeighted);
  });

  test("curves", () => {
    if (c.classes !== 2) return;
    const scores = column(p, 2, 1);
    near(averagePrecisionScore(c.actual, scores), c.averagePrecision!);
    const roc = rocCurve(c.actual, scores);
    allNear(roc.fpr, c.roc!.fpr);
    allNear(roc.tpr, c.roc!.tpr);
    allNear(roc.thresholds.slice(1), c.roc!.thresholds);
    const pr = precisionRecallCurve(c.actual, scores);
    allNear(pr.precision, c.precisionRecall!.precision);
    allNear(pr.recall, c.precisionRecall!.recall);
    allNear(pr.thresholds, c.precisionRecall!.thresholds);
    for (const strategy of ["uniform", "quantile"] as const) {
      const curve = calibrationCurve(c.actual, scores, { bins: 8, strategy });
      allNear(
        curve.map((bin) => bin.actual),
        c.calibration![strategy][0]!,
      );
      allNear(
        curve.map((bin) => bin.predicted),
        c.calibration![strategy][1]!,
      );
    }
  });
});

test("the ROC AUC is the share of pairs in the right order", () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -5, max: 5 }));
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (rows) => {
      const actual = rows.map(([code]) => code);
      fc.pre(actual.includes(0) && actual.includes(1));
      const positives = rows.filter(([code]) => code === 1);
      const negatives = rows.filter(([code]) => code === 0);
      let wins = 0;
      for (const [, a] of positives) for (const [, b] of negatives) wins += a > b ? 1 : a === b ? 0.5 : 0;
      near(
        rocAucScore(
          actual,
          rows.map(([, score]) => score),
        ),
        wins / (positives.length * negatives.length),
      );
    }),
  );
});

test("a metric that is not defined is an error with the reason; in an evaluation it is null and a warning", () => {
  const code = (call: () => unknown) => {
    try {
      return call();
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect(code(() => rocAucScore([1, 1], [0, 1]))).toBe("UNDEFINED_METRIC");
  expect(code(() => accuracyScore([], []))).toBe("UNDEFINED_METRIC");
  expect(code(() => accuracyScore([1], [1, 0]))).toBe("SHAPE_MISMATCH");
  expect(code(() => accuracyScore([-1], [0]))).toBe("LABEL_OUT_OF_RANGE");
  expect(code(() => rocAucScore([0, 1], [Number.NaN, 1]))).toBe("NOT_FINITE");
  expect(code(() => precisionScore([0, 1, 2], [0, 1, 2]))).toBe("INVALID_OPTION");
  const evaluation = evaluateProbabilities(
    ["a", "b"],
    Float64Array.of(0.2, 0.8, 0.1, 0.9),
    Int32Array.of(1, 1),
  );
  expect(evaluation.rocAuc).toBeNull();
  expect(evaluation.cohenKappa).toBeNull();
  expect(evaluation.warnings.join()).toContain("only one class");
});
