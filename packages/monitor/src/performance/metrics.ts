import { byCodePoint, type PredictionRecord } from "@imdb/core";
import { mean } from "simple-statistics";
import { CALIBRATION_BINS, calibrationBin } from "../profile/calibration-bins.js";
import { rocAuc } from "../text/roc-auc.js";
import { type Estimate, wilson, Z95 } from "./wilson.js";

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
  /** Mean of −ln of the probability of the true class, which counts as 1e-15 at least. */
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
  if (n === 0) {
    return {
      ...counts,
      accuracy: null,
      f1: null,
      rocAuc: null,
      logLoss: null,
      brier: null,
      calibrationError: null,
    };
  }
  const right = labelled.reduce((sum, o) => sum + (o.label === o.actual ? 1 : 0), 0);
  const classes = classesOf(labelled);
  const positive = classes.length === 2 ? classes[1]! : null;
  return {
    ...counts,
    accuracy: wilson(right, n),
    f1: positive === null ? macroF1(labelled, classes) : f1Of(labelled, positive),
    rocAuc: positive === null ? macroAuc(labelled, classes) : aucOf(labelled, positive),
    logLoss: labelled.reduce((sum, o) => sum - Math.log(Math.max(1e-15, probability(o, o.actual))), 0) / n,
    brier: brierOf(labelled, positive === null ? classes : [positive]),
    calibrationError: positive === null ? null : calibrationErrorOf(labelled, positive),
  };
}

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

function f1Of(labelled: readonly (Outcome & { actual: string })[], positive: string): Estimate {
  let both = 0;
  let either = 0;
  for (const { label, actual } of labelled) {
    if (label === positive && actual === positive) both++;
    if (label === positive || actual === positive) either++;
  }
  if (either === 0) return { value: 0, low: null, high: null };
  // F1 = 2J / (1 + J) of the Jaccard index, which is a share: its interval carries over.
  const { value, low, high } = wilson(both, either);
  const toF1 = (j: number) => (2 * j) / (1 + j);
  return { value: toF1(value), low: toF1(low!), high: toF1(high!) };
}

function macroF1(labelled: readonly (Outcome & { actual: string })[], classes: readonly string[]): Estimate {
  const each = classes.map((name) => f1Of(labelled, name).value);
  return { value: mean(each), low: null, high: null };
}

function aucOf(labelled: readonly (Outcome & { actual: string })[], positive: string): Estimate | null {
  const truth = labelled.map((o) => (o.actual === positive ? 1 : 0));
  const m = truth.reduce<number>((sum, t) => sum + t, 0);
  const n = truth.length - m;
  if (m === 0 || n === 0) return null;
  const value = rocAuc(
    truth,
    labelled.map((o) => probability(o, positive)),
  );
  const q1 = value / (2 - value);
  const q2 = (2 * value * value) / (1 + value);
  const square = value * value;
  const variance = (value * (1 - value) + (m - 1) * (q1 - square) + (n - 1) * (q2 - square)) / (m * n);
  const half = Z95 * Math.sqrt(Math.max(0, variance));
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
}

function macroAuc(
  labelled: readonly (Outcome & { actual: string })[],
  classes: readonly string[],
): Estimate | null {
  const each = classes.map((name) => aucOf(labelled, name)?.value).filter((v) => v !== undefined);
  return each.length === 0 ? null : { value: mean(each), low: null, high: null };
}

function brierOf(labelled: readonly (Outcome & { actual: string })[], classes: readonly string[]): number {
  let sum = 0;
  for (const outcome of labelled) {
    for (const name of classes) sum += (probability(outcome, name) - (outcome.actual === name ? 1 : 0)) ** 2;
  }
  return sum / labelled.length;
}

function calibrationErrorOf(labelled: readonly (Outcome & { actual: string })[], positive: string): number {
  const stated = new Float64Array(CALIBRATION_BINS);
  const observed = new Float64Array(CALIBRATION_BINS);
  for (const outcome of labelled) {
    const p = probability(outcome, positive);
    stated[calibrationBin(p)]! += p;
    if (outcome.actual === positive) observed[calibrationBin(p)]!++;
  }
  return stated.reduce((sum, p, i) => sum + Math.abs(p - observed[i]!), 0) / labelled.length;
}
