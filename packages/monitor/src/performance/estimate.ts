import { byCodePoint, InvalidOption } from "@imdb/core";
import { oneOf, optional, optionsOf, text } from "@imdb/core/options";
import { column, type Estimate, orderByScore, weightedRocAuc, Z95 } from "@imdb/measures";
import { present } from "../checks/rules.js";
import { ReferenceWithoutLabels } from "../errors.js";
import { checkProfile } from "../profile/check-profile.js";
import { columnsByName, type Profile } from "../profile/schema.js";
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
  /** The class, of two, that F1 is about. Default: that of the reference. */
  readonly positive?: string | undefined;
}

/** Performance, on the assumption that predicted probabilities are calibrated as in the reference. */
export interface EstimatedPerformance {
  readonly count: number;
  /** Share of the predictions in which the model abstains: they count neither as right nor as wrong. Null without any. */
  readonly abstainedShare: number | null;
  /** The interval covers the random variation of a window of this size alone. */
  readonly accuracy: Estimate | null;
  /** With two classes the F1 score of the positive one, null where none is named; with more the mean of all classes. */
  readonly f1: number | null;
  /** Null unless there are two classes. */
  readonly rocAuc: number | null;
  /** In code point order of the classes. */
  readonly labelShares: readonly { readonly class: string; readonly share: number }[];
  /** Why F1 is not there. */
  readonly findings: readonly string[];
}

const estimateOptions = optionsOf<EstimateOptions, "positive">({
  reference: present("a profile"),
  records: outcomes,
  labelShares: ["estimated", oneOf("asReference", "estimated")],
  positive: optional(text),
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
  const { positive = reference.positive } = given;
  const of = positive === undefined ? undefined : classOf(classes, positive);
  const before = sharesOf(reference, classes);
  const calibrators = reference.calibration.map(calibratorOf);
  if (records.length === 0) {
    const shares = classes.map((name, c) => ({ class: name, share: before[c]! }));
    const unknown = { abstainedShare: null, accuracy: null, f1: null, rocAuc: null };
    return { count: 0, ...unknown, labelShares: shares, findings: [] };
  }
  const calibrated = calibrate(records, classes, calibrators);
  const { shares, adapted } =
    labelShares === "estimated"
      ? estimateLabelShares(calibrated, before)
      : { shares: means(calibrated, classes.length), adapted: calibrated };
  const decided = records.flatMap((record, row) => (record.abstained ? [] : [row]));
  return {
    count: records.length,
    abstainedShare: 1 - decided.length / records.length,
    accuracy: decided.length === 0 ? null : expectedAccuracy(records, decided, classes, adapted),
    f1: decided.length === 0 ? null : averageF1(expectedF1(records, decided, classes, adapted), of),
    rocAuc: classes.length === 2 ? expectedAuc(records, classes, of ?? 1, adapted) : null,
    labelShares: classes.map((name, c) => ({ class: name, share: shares[c]! })),
    findings: classes.length === 2 && of === undefined ? [withoutPositive(classes)] : [],
  };
}

function withoutPositive([first, second]: readonly string[]): string {
  return `F1 is about one class of two: name it with the option positive (${first} or ${second}), or in the reference.`;
}

function classOf(classes: readonly string[], positive: string): number {
  if (classes.includes(positive)) return classes.indexOf(positive);
  const expected = `a class of the reference: ${classes.join(", ")}`;
  throw InvalidOption.create({ option: "positive", value: positive, expected, of: "estimatePerformance" });
}

/** The F1 of the positive class, or the mean over more than two classes. */
function averageF1(each: readonly number[], positive: number | undefined): number | null {
  if (positive !== undefined) return each[positive]!;
  return each.length === 2 ? null : each.reduce((sum, v) => sum + v, 0) / each.length;
}

/** Shares of the true labels in the reference. A class counts as at least half a record, so that no share is 0. */
function sharesOf(reference: Profile, classes: readonly string[]): number[] {
  const counts = trueLabels(reference, classes);
  const total = counts.reduce((sum, n) => sum + Math.max(0.5, n), 0);
  if (classes.length < 2 || counts.every((n) => n === 0)) {
    throw ReferenceWithoutLabels.create({ classes: [...classes].sort(byCodePoint) });
  }
  return counts.map((n) => Math.max(0.5, n) / total);
}

/** The numbers of true labels in the reference, with those of records in which the model abstained. */
function trueLabels(reference: Profile, classes: readonly string[]): number[] {
  const actual = columnsByName(reference).get("actual");
  if (actual?.type !== "categorical") return classes.map(() => 0);
  const { values, counts } = actual.summary;
  return classes.map((name) => counts[values.indexOf(name)] ?? 0);
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
  decided: readonly number[],
  classes: readonly string[],
  p: Float64Array,
): Estimate {
  let sum = 0;
  let variance = 0;
  decided.forEach((row) => {
    const c = classes.indexOf(records[row]!.label);
    // A label that the reference does not have counts as wrong.
    const right = c === -1 ? 0 : p[row * classes.length + c]!;
    sum += right;
    variance += right * (1 - right);
  });
  const n = decided.length;
  const half = (Z95 * Math.sqrt(variance)) / n;
  return { value: sum / n, low: Math.max(0, sum / n - half), high: Math.min(1, sum / n + half) };
}

/** The expected F1 of each class. */
function expectedF1(
  records: readonly Outcome[],
  decided: readonly number[],
  classes: readonly string[],
  p: Float64Array,
): number[] {
  return classes.map((name, c) => {
    let truePositives = 0;
    let predicted = 0;
    let actual = 0;
    decided.forEach((row) => {
      const share = p[row * classes.length + c]!;
      actual += share;
      if (records[row]!.label !== name) return;
      predicted++;
      truePositives += share;
    });
    return predicted + actual === 0 ? 0 : (2 * truePositives) / (predicted + actual);
  });
}

/** The expected share of pairs of a positive and a negative record in which the positive one has the higher score. */
function expectedAuc(
  records: readonly Outcome[],
  classes: readonly string[],
  of: number,
  p: Float64Array,
): number {
  const scores = records.map((record) => probability(record, classes[of]!));
  return weightedRocAuc(orderByScore(scores), scores, column(p, 2, of), column(p, 2, 1 - of));
}
