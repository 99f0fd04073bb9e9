import { byCodePoint, type PredictionRecord } from "@imdb/core";
import {
  brierScoreLoss,
  column,
  confusionMatrix,
  type Estimate,
  expectedCalibrationError,
  logLoss,
  precisionRecallFscoreByClass,
  rocAucScore,
  wilson,
  Z95,
} from "@imdb/measures";
import { mean } from "simple-statistics";
import { CALIBRATION_BINS } from "../profile/calibration-bins.js";

/** A prediction, with the truth where it is known. */
export type Outcome = Pick<PredictionRecord, "label" | "probabilities" | "actual">;

/** How right the labelled predictions of a window are. Null where the window cannot tell. */
export interface PerformanceMetrics {
  readonly count: number;
  readonly labelled: number;
  /** With Wilson's interval. */
  readonly accuracy: Estimate | null;
  /** Of two classes that of the second in code point order, of more the mean of all without interval. */
  readonly f1: Estimate | null;
  /** Of two classes with Hanley & McNeil's interval, of more the mean of one against the rest without one. */
  readonly rocAuc: Estimate | null;
  /** Mean of −ln of the probability of the true class, kept 2⁻⁵² away from 0 and 1. */
  readonly logLoss: number | null;
  /** Mean squared error of the probabilities; of two classes, of the second's. */
  readonly brier: number | null;
  /** Mean distance of stated probability and observed share, over 100 equally wide bins of the second class. */
  readonly calibrationError: number | null;
}

/**
 * Measures the labelled predictions of a window.
 *
 * @see `sklearn.metrics`: `accuracy_score`, `f1_score`, `roc_auc_score`, `log_loss`, `brier_score_loss`;
 *      Naeini, Cooper & Hauskrecht (2015) for the calibration error.
 */
export function performanceMetrics(outcomes: readonly Outcome[]): PerformanceMetrics {
  const labelled = outcomes.filter((o): o is Outcome & { actual: string } => o.actual !== undefined);
  const n = labelled.length;
  const counts = { count: outcomes.length, labelled: n };
  if (n === 0) return { ...counts, ...UNKNOWN };
  const classes = classesOf(labelled);
  const size = classes.length;
  const binary = size === 2;
  const codeOf = (label: string) => classes.indexOf(label);
  const actual = Int32Array.from(labelled, (o) => codeOf(o.actual));
  const matrix = confusionMatrix(
    actual,
    labelled.map((o) => codeOf(o.label)),
    size,
  );
  const stated = Float64Array.from(labelled.flatMap((o) => classes.map((name) => probability(o, name))));
  const second = labelled.map((o) => probability(o, classes[1] ?? ""));
  const right = matrix.reduce((sum, row, k) => sum + row[k]!, 0);
  const isClass = (k: number) => actual.map((code) => (code === k ? 1 : 0));
  return {
    ...counts,
    accuracy: wilson(right, n),
    f1: binary ? f1Of(matrix, 1) : unbounded(classes.map((_, k) => f1Of(matrix, k).value)),
    rocAuc: binary
      ? aucOf(actual, second)
      : unbounded(classes.flatMap((_, k) => aucOf(isClass(k), column(stated, size, k))?.value ?? [])),
    logLoss: logLoss(actual, stated, size),
    // Of two classes that of the second: a record may state its probability alone.
    brier: brierScoreLoss(actual, binary ? second.flatMap((p) => [1 - p, p]) : stated, size),
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

/** The classes of a window: those with a probability, predicted, or true; in code point order. */
function classesOf(outcomes: readonly Outcome[]): string[] {
  const seen = new Set<string>();
  for (const { label, actual, probabilities } of outcomes) {
    seen.add(label);
    if (actual !== undefined) seen.add(actual);
    for (const name of Object.keys(probabilities)) seen.add(name);
  }
  return [...seen].sort(byCodePoint);
}

/** The probability of a class; 0 where none is stated. */
export function probability(outcome: Outcome, name: string): number {
  return Object.hasOwn(outcome.probabilities, name) ? outcome.probabilities[name]! : 0;
}

/** The mean of classes, of which no interval is known; null without a class. */
function unbounded(each: readonly number[]): Estimate | null {
  return each.length === 0 ? null : { value: mean([...each]), low: null, high: null };
}

function f1Of(matrix: readonly (readonly number[])[], k: number): Estimate {
  const both = matrix[k]![k]!;
  const either = matrix.reduce((sum, row) => sum + row[k]!, 0) + matrix[k]!.reduce((a, b) => a + b, 0) - both;
  if (either === 0) return { value: 0, low: null, high: null };
  // F1 = 2J / (1 + J) of the Jaccard index, which is a share: its interval carries over.
  const { low, high } = wilson(both, either);
  const toF1 = (j: number) => (2 * j) / (1 + j);
  return { value: precisionRecallFscoreByClass(matrix)[k]!.fscore, low: toF1(low!), high: toF1(high!) };
}

/** With the interval of Hanley & McNeil (1982). */
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
