import { byCodePoint, type PredictionRecord } from "@imdb/core";
import { checkOption, optional, optionsOf, rule, text } from "@imdb/core/options";
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
import { f1Estimate } from "../profile/confusion.js";
import { predictionRule } from "../profile/profile-builder.js";
import { aucOfEach } from "./auc-of-each.js";

/** A prediction, with the true label where it is known. */
export type Outcome = Pick<PredictionRecord, "label" | "probabilities" | "actual" | "abstained">;

/** Metrics of the labelled predictions of a window; null where a metric is not defined. */
export interface PerformanceMetrics {
  readonly count: number;
  readonly labelled: number;
  /** Number of labelled records in which the model says a label: accuracy and F1 are about them. */
  readonly decided: number;
  /** Share of all records in which the model abstains; null without records. */
  readonly abstainedShare: number | null;
  /** The class that F1, the area's interval and the calibration error are about; null where none was named. */
  readonly positive: string | null;
  /** With Wilson's 95 % interval. */
  readonly accuracy: Estimate | null;
  /** Of the positive class. Without one: the mean over more than two classes, without interval; null for two classes. */
  readonly f1: Estimate | null;
  /**
   * Of the positive class against the rest, with Hanley & McNeil's interval. Without one: the area of two classes, which is
   * the same for both, or the mean of each class against the rest; without interval.
   */
  readonly rocAuc: Estimate | null;
  /** Mean of −ln of the probability of the true class, which is clipped to be at least 2⁻⁵² away from 0 and 1. */
  readonly logLoss: number | null;
  /** Mean squared error of the probabilities; with two classes, of those of one of them. */
  readonly brier: number | null;
  /** Expected calibration error of the positive class, over 100 equally wide bins; null where none was named. */
  readonly calibrationError: number | null;
  /** Why a metric of a class is not there: it is about one of two classes, and none was named. */
  readonly findings: readonly string[];
}

/** Options of {@link performanceMetrics}. */
export interface PerformanceOptions {
  /** The class that F1, the area and the calibration error are about. Default: none. */
  readonly positive?: string | undefined;
}

const performanceOptions = optionsOf<PerformanceOptions, "positive">({ positive: optional(text) });

/** The rule of a list of predictions. */
export const outcomes = rule<readonly Outcome[]>(
  "a list of predictions with label and probabilities",
  (value) => isListOf(value, predictionRule.accepts),
);

/**
 * Computes metrics of the labelled predictions of a window. A prediction that abstains is neither right nor wrong: it counts
 * in `abstainedShare`, and in the metrics of probabilities.
 *
 * @throws `INVALID_OPTION`
 * @see `sklearn.metrics`: `accuracy_score`, `f1_score`, `roc_auc_score`, `log_loss`, `brier_score_loss`;
 *      Naeini, Cooper & Hauskrecht (2015) for the calibration error.
 */
export function performanceMetrics(
  records: readonly Outcome[],
  options: PerformanceOptions = {},
): PerformanceMetrics {
  checkOption("outcomes", records, outcomes, "performanceMetrics");
  const { positive } = performanceOptions.resolve(options, "performanceMetrics");
  const labelled = records.filter((o): o is Labelled => o.actual !== undefined);
  const decided = labelled.filter((o) => !o.abstained);
  const abstained = records.reduce((sum, o) => sum + (o.abstained ? 1 : 0), 0);
  const counts = {
    count: records.length,
    labelled: labelled.length,
    decided: decided.length,
    abstainedShare: records.length === 0 ? null : abstained / records.length,
    positive: positive ?? null,
  };
  if (labelled.length === 0) return { ...counts, ...UNKNOWN };
  const classes = classesOf(labelled, positive);
  return {
    ...counts,
    ...labelMetrics(decided, classes, positive),
    ...scoreMetrics(labelled, classes, positive),
    findings: classes.length === 2 && positive === undefined ? [withoutPositive(classes)] : [],
  };
}

type Labelled = Outcome & { readonly actual: string };

function withoutPositive([first, second]: readonly string[]): string {
  return `F1, the interval of the ROC AUC and the calibration error are about one class of two: name it with the option positive (${first} or ${second}).`;
}

/** The metrics of predicted labels; null where the model abstains in all records. */
function labelMetrics(
  decided: readonly Labelled[],
  classes: readonly string[],
  positive: string | undefined,
) {
  if (decided.length === 0) return { accuracy: null, f1: null };
  const codes = codesOf(classes);
  const actual = Int32Array.from(decided, (o) => codes.get(o.actual)!);
  const predicted = Int32Array.from(decided, (o) => codes.get(o.label)!);
  const perClass = countsOf(actual, predicted, classes.length);
  const right = perClass.reduce((sum, { both }) => sum + both, 0);
  return { accuracy: wilson(right, decided.length), f1: averageF1(perClass, classes, positive) };
}

function averageF1(
  perClass: readonly ClassRecords[],
  classes: readonly string[],
  positive: string | undefined,
): Estimate | null {
  if (positive !== undefined) return f1Of(perClass[classes.indexOf(positive)]!);
  return classes.length === 2 ? null : withoutInterval(perClass.map((one) => f1Of(one).value));
}

/** The metrics of probabilities. */
function scoreMetrics(
  labelled: readonly Labelled[],
  classes: readonly string[],
  positive: string | undefined,
) {
  const codes = codesOf(classes);
  const actual = Int32Array.from(labelled, (o) => codes.get(o.actual)!);
  return {
    // It looks at the probability of the true class alone: that of the only class of these.
    logLoss: logLoss(
      new Int32Array(labelled.length),
      labelled.map((o) => probability(o, o.actual)),
      1,
    ),
    ...(classes.length === 2
      ? binaryScores(labelled, actual, classes, positive)
      : {
          rocAuc: withoutInterval(aucOfEach(labelled, actual, codes)),
          brier: mean(labelled.map(squaredDistance)),
          calibrationError: null,
        }),
  };
}

/** The metrics of two classes. A record may have the probability of one of them alone. */
function binaryScores(
  labelled: readonly Labelled[],
  actual: Int32Array,
  classes: readonly string[],
  positive: string | undefined,
) {
  const scoresOf = (k: number) => labelled.map((o) => scoreOfTwo(o, classes[k]!, classes[1 - k]!));
  const of = positive === undefined ? 1 : classes.indexOf(positive);
  const isOf = actual.map((code) => (code === of ? 1 : 0));
  const scores = scoresOf(of);
  const area = aucOf(isOf, scores);
  return {
    rocAuc: positive === undefined ? withoutInterval(area === null ? [] : [area.value]) : area,
    brier: brierScoreLoss(
      actual,
      scoresOf(1).flatMap((p) => [1 - p, p]),
      2,
    ),
    calibrationError:
      positive === undefined ? null : expectedCalibrationError(isOf, scores, { bins: CALIBRATION_BINS }),
  };
}

function codesOf(classes: readonly string[]): ReadonlyMap<string, number> {
  return new Map(classes.map((name, k) => [name, k]));
}

/** The probability of one class of two. A record may have that of the other alone. */
function scoreOfTwo({ probabilities }: Outcome, name: string, other: string): number {
  if (Object.hasOwn(probabilities, name)) return probabilities[name]!;
  return Object.hasOwn(probabilities, other) ? 1 - probabilities[other]! : 0;
}

const UNKNOWN = {
  accuracy: null,
  f1: null,
  rocAuc: null,
  logLoss: null,
  brier: null,
  calibrationError: null,
  findings: [],
};

/** The classes of a window, in code point order: labels, true labels, classes with a probability, and the positive one. */
function classesOf(records: readonly Outcome[], positive: string | undefined): string[] {
  const seen = new Set<string>(positive === undefined ? [] : [positive]);
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
  return f1Estimate(both, either);
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
