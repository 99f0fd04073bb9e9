import { byCodePoint, type PredictionRecord } from "@imdb/core";
import { checkOption, rule } from "@imdb/core/options";
import {
  brierScoreLoss,
  type Estimate,
  expectedCalibrationError,
  logLoss,
  rocAucScore,
  wilson,
  Z95,
} from "@imdb/measures";
import { mean } from "simple-statistics";
import { isListOf } from "../checks/rules.js";
import { CALIBRATION_BINS } from "../profile/calibration-bins.js";
import { predictionRule } from "../profile/profile-builder.js";
import { aucOfEach } from "./auc-of-each.js";

/** A prediction, with the true label where it is known. */
export type Outcome = Pick<PredictionRecord, "label" | "probabilities" | "actual">;

/** Metrics of the labelled predictions of a window; null where a metric is not defined. */
export interface PerformanceMetrics {
  readonly count: number;
  readonly labelled: number;
  /** With Wilson's 95 % interval. */
  readonly accuracy: Estimate | null;
  /** With two classes the F1 score of the second in code point order; with more the mean of all, without interval. */
  readonly f1: Estimate | null;
  /** With two classes the area with Hanley & McNeil's interval; with more the mean of one against the rest, without interval. */
  readonly rocAuc: Estimate | null;
  /** Mean of −ln of the probability of the true class, which is clipped to be at least 2⁻⁵² away from 0 and 1. */
  readonly logLoss: number | null;
  /** Mean squared error of the probabilities; with two classes, of those of the second. */
  readonly brier: number | null;
  /** Expected calibration error of the second class, over 100 equally wide bins; null unless there are two classes. */
  readonly calibrationError: number | null;
}

/** The rule of a list of predictions. */
export const outcomes = rule<readonly Outcome[]>(
  "a list of predictions with label and probabilities",
  (value) => isListOf(value, predictionRule.accepts),
);

/**
 * Computes metrics of the labelled predictions of a window.
 *
 * @throws `INVALID_OPTION`
 * @see `sklearn.metrics`: `accuracy_score`, `f1_score`, `roc_auc_score`, `log_loss`, `brier_score_loss`;
 *      Naeini, Cooper & Hauskrecht (2015) for the calibration error.
 */
export function performanceMetrics(records: readonly Outcome[]): PerformanceMetrics {
  checkOption("outcomes", records, outcomes, "performanceMetrics");
  const labelled = records.filter((o): o is Outcome & { actual: string } => o.actual !== undefined);
  const n = labelled.length;
  const counts = { count: records.length, labelled: n };
  if (n === 0) return { ...counts, ...UNKNOWN };
  const classes = classesOf(labelled);
  const binary = classes.length === 2;
  const codes = new Map(classes.map((name, k) => [name, k]));
  const actual = Int32Array.from(labelled, (o) => codes.get(o.actual)!);
  const predicted = Int32Array.from(labelled, (o) => codes.get(o.label)!);
  const perClass = countsOf(actual, predicted, classes.length);
  const second = labelled.map((o) => probability(o, classes[1] ?? ""));
  const right = perClass.reduce((sum, { both }) => sum + both, 0);
  return {
    ...counts,
    accuracy: wilson(right, n),
    f1: binary ? f1Of(perClass[1]!) : withoutInterval(perClass.map((one) => f1Of(one).value)),
    rocAuc: binary ? aucOf(actual, second) : withoutInterval(aucOfEach(labelled, actual, codes)),
    // It looks at the probability of the true class alone: that of the only class of these.
    logLoss: logLoss(
      new Int32Array(n),
      labelled.map((o) => probability(o, o.actual)),
      1,
    ),
    // A record may have the probability of the second class alone.
    brier: binary
      ? brierScoreLoss(
          actual,
          second.flatMap((p) => [1 - p, p]),
          2,
        )
      : mean(labelled.map(squaredDistance)),
    calibrationError: binary ? expectedCalibrationError(actual, second, { bins: CALIBRATION_BINS }) : null,
  };
}

const UNKNOWN = {
  accuracy: null,
  f1: null,
  rocAuc: null,
  logLoss: null,
  brier: null,
  calibrationError: null,
};

/** The classes of a window, in code point order: predicted labels, true labels, and classes with a probability. */
function classesOf(records: readonly Outcome[]): string[] {
  const seen = new Set<string>();
  for (const { label, actual, probabilities } of records) {
    seen.add(label);
    if (actual !== undefined) seen.add(actual);
    for (const name of Object.keys(probabilities)) seen.add(name);
  }
  return [...seen].sort(byCodePoint);
}

/** The probability of a class; 0 when the record has none. */
export function probability(outcome: Outcome, name: string): number {
  return Object.hasOwn(outcome.probabilities, name) ? outcome.probabilities[name]! : 0;
}

/** The mean over classes, without an interval; null when there are no classes. */
function withoutInterval(each: readonly number[]): Estimate | null {
  return each.length === 0 ? null : { value: mean([...each]), low: null, high: null };
}

/** Records of a class: predicted so and true, and either of them. */
interface ClassRecords {
  both: number;
  either: number;
}

/** A class may occur in one record only, and there may be as many classes as records: no pair of classes is looked at. */
function countsOf(actual: Int32Array, predicted: Int32Array, classes: number): readonly ClassRecords[] {
  const counts = Array.from({ length: classes }, (): ClassRecords => ({ both: 0, either: 0 }));
  for (let i = 0; i < actual.length; i++) {
    const truth = counts[actual[i]!]!;
    truth.either++;
    if (predicted[i] === actual[i]) truth.both++;
    else counts[predicted[i]!]!.either++;
  }
  return counts;
}

function f1Of({ both, either }: ClassRecords): Estimate {
  if (either === 0) return { value: 0, low: null, high: null };
  // F1 = 2J / (1 + J), and the Jaccard index J is a share: the ends of its interval are mapped to those of F1.
  const { low, high } = wilson(both, either);
  const toF1 = (j: number) => (2 * j) / (1 + j);
  return { value: (2 * both) / (either + both), low: toF1(low!), high: toF1(high!) };
}

/** Σ (pₖ − yₖ)² over the classes of a record. A class without a probability has 0. */
function squaredDistance({ probabilities, actual }: Outcome & { actual: string }): number {
  const own = Object.entries(probabilities).reduce(
    (sum, [name, p]) => sum + (p - (name === actual ? 1 : 0)) ** 2,
    0,
  );
  return Object.hasOwn(probabilities, actual) ? own : own + 1;
}

/** The area under the ROC curve, with the interval of Hanley & McNeil (1982). */
function aucOf(truth: Int32Array, scores: ArrayLike<number>): Estimate | null {
  const m = truth.reduce((sum, t) => sum + t, 0);
  const n = truth.length - m;
  if (m === 0 || n === 0) return null;
  const value = rocAucScore(truth, scores);
  const q1 = value / (2 - value);
  const q2 = (2 * value * value) / (1 + value);
  const square = value * value;
  const variance = (value * (1 - value) + (m - 1) * (q1 - square) + (n - 1) * (q2 - square)) / (m * n);
  const half = Z95 * Math.sqrt(Math.max(0, variance));
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
}
