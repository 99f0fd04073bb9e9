import { byCodePoint } from "@imdb/core";
import { oneOf, optionsOf } from "@imdb/core/options";
import { column, type Estimate, orderByScore, weightedRocAuc, Z95 } from "@imdb/measures";
import { present } from "../checks/rules.js";
import { ReferenceWithoutLabels } from "../errors.js";
import { checkProfile } from "../profile/check-profile.js";
import type { Profile } from "../profile/schema.js";
import { type Calibrator, calibratorOf } from "./calibration-drift.js";
import { estimateLabelShares } from "./label-shares.js";
import { type Outcome, outcomes, probability } from "./metrics.js";

/** The predictions whose performance is estimated, and the reference. */
export interface EstimateOptions {
  /** A profile with labelled predictions of data that the model was not fitted on. */
  readonly reference: Profile;
  /** Predictions. Their labels are not used. */
  readonly records: readonly Outcome[];
  /**
   * `estimated` estimates the shares of the classes in the window and adapts the probabilities to them; it is right when
   * only these shares have changed. `asReference` uses the calibrated probabilities, as NannyML does. Default
   * `estimated`.
   */
  readonly labelShares?: "asReference" | "estimated" | undefined;
}

/** Performance, on the assumption that predicted probabilities are calibrated as in the reference. */
export interface EstimatedPerformance {
  readonly count: number;
  /** The interval covers the random variation of a window of this size alone. */
  readonly accuracy: Estimate | null;
  /** With two classes the F1 score of the second, with more the mean of all classes. */
  readonly f1: number | null;
  /** Null unless there are two classes. */
  readonly rocAuc: number | null;
  /** In code point order of the classes. */
  readonly labelShares: readonly { readonly class: string; readonly share: number }[];
}

const estimateOptions = optionsOf<EstimateOptions>({
  reference: present("a profile"),
  records: outcomes,
  labelShares: ["estimated", oneOf("asReference", "estimated")],
});

/**
 * Estimates performance without labels (confidence-based performance estimation, CBPE): probabilities are calibrated on
 * the reference, and the expected number of right predictions follows from them. It takes covariate shift into account
 * and, with `labelShares: "estimated"`, a shift of the label shares. It cannot find concept drift: that the same text now
 * has another label.
 *
 * @throws `INVALID_OPTION`; `SCHEMA_MISMATCH` when `reference` is not a profile; `REFERENCE_WITHOUT_LABELS`.
 * @see Białek et al. (2024), Estimating model performance under covariate shift without labels (NannyML).
 */
export function estimatePerformance(options: EstimateOptions): EstimatedPerformance {
  const { records, labelShares, ...given } = estimateOptions.resolve(options, "estimatePerformance");
  const reference = checkProfile(given.reference, "The reference profile of estimatePerformance");
  const classes = reference.calibration.map((bins) => bins.class);
  const before = sharesOf(reference, classes);
  const calibrators = reference.calibration.map(calibratorOf);
  if (records.length === 0) {
    const shares = classes.map((name, c) => ({ class: name, share: before[c]! }));
    return { count: 0, accuracy: null, f1: null, rocAuc: null, labelShares: shares };
  }
  const calibrated = calibrate(records, classes, calibrators);
  const { shares, adapted } =
    labelShares === "estimated"
      ? estimateLabelShares(calibrated, before)
      : { shares: means(calibrated, classes.length), adapted: calibrated };
  return {
    count: records.length,
    accuracy: expectedAccuracy(records, classes, adapted),
    f1: expectedF1(records, classes, adapted),
    rocAuc: classes.length === 2 ? expectedAuc(records, classes[1]!, adapted) : null,
    labelShares: classes.map((name, c) => ({ class: name, share: shares[c]! })),
  };
}

/** Shares of the true labels in the reference. A class counts as at least half a record, so that no share is 0. */
function sharesOf(reference: Profile, classes: readonly string[]): number[] {
  const counts = classes.map((name) =>
    reference.confusion.reduce((sum, cell) => sum + (cell.actual === name ? cell.count : 0), 0),
  );
  const total = counts.reduce((sum, n) => sum + Math.max(0.5, n), 0);
  if (classes.length < 2 || counts.every((n) => n === 0)) {
    throw ReferenceWithoutLabels.create({ classes: [...classes].sort(byCodePoint) });
  }
  return counts.map((n) => Math.max(0.5, n) / total);
}

/** Calibrated probabilities, `rows × classes`; each row sums to 1. */
function calibrate(
  records: readonly Outcome[],
  classes: readonly string[],
  calibrators: readonly Calibrator[],
): Float64Array {
  const result = new Float64Array(records.length * classes.length);
  records.forEach((record, row) => {
    let total = 0;
    classes.forEach((name, c) => {
      // A class is not impossible because a bin has no positive record.
      const p = Math.min(1 - 1e-6, Math.max(1e-6, calibrators[c]!(probability(record, name))));
      result[row * classes.length + c] = p;
      total += p;
    });
    for (let c = 0; c < classes.length; c++) result[row * classes.length + c]! /= total;
  });
  return result;
}

function means(probabilities: Float64Array, classes: number): number[] {
  const rows = probabilities.length / classes;
  const sums = new Array<number>(classes).fill(0);
  probabilities.forEach((p, i) => {
    sums[i % classes]! += p / rows;
  });
  return sums;
}

function expectedAccuracy(
  records: readonly Outcome[],
  classes: readonly string[],
  p: Float64Array,
): Estimate {
  let sum = 0;
  let variance = 0;
  records.forEach((record, row) => {
    const c = classes.indexOf(record.label);
    // A label that the reference does not have counts as wrong.
    const right = c === -1 ? 0 : p[row * classes.length + c]!;
    sum += right;
    variance += right * (1 - right);
  });
  const n = records.length;
  const half = (Z95 * Math.sqrt(variance)) / n;
  return { value: sum / n, low: Math.max(0, sum / n - half), high: Math.min(1, sum / n + half) };
}

function expectedF1(records: readonly Outcome[], classes: readonly string[], p: Float64Array): number {
  const each = classes.map((name, c) => {
    let truePositives = 0;
    let predicted = 0;
    let actual = 0;
    records.forEach((record, row) => {
      const share = p[row * classes.length + c]!;
      actual += share;
      if (record.label !== name) return;
      predicted++;
      truePositives += share;
    });
    return predicted + actual === 0 ? 0 : (2 * truePositives) / (predicted + actual);
  });
  return classes.length === 2 ? each[1]! : each.reduce((sum, v) => sum + v, 0) / each.length;
}

/** The expected share of pairs of a positive and a negative record in which the positive one has the higher score. */
function expectedAuc(records: readonly Outcome[], positive: string, p: Float64Array): number {
  const scores = records.map((record) => probability(record, positive));
  return weightedRocAuc(orderByScore(scores), scores, column(p, 2, 1), column(p, 2, 0));
}
