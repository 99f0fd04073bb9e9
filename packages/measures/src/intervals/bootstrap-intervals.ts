import { positiveIndex, seededRandom } from "@imdb/core";
import { checkOption, integer, optionsOf, seed, stringList, within } from "@imdb/core/options";
import { checkProbabilities, orderByScore } from "../metrics/checks.js";
import { type EvaluationOptions, evaluationRules } from "../metrics/evaluate-probabilities.js";
import { lossOf } from "../metrics/losses.js";
import { precisionRecallFscoreByClass } from "../metrics/precision-recall-fscore.js";
import { ABSTAINED, column, decidedCodes } from "../metrics/predicted-codes.js";
import { weightedRocAuc } from "../metrics/roc-auc-score.js";
import { quantileSorted } from "./quantile-sorted.js";

/** A confidence interval of a metric. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Options of {@link bootstrapIntervals}. */
export interface BootstrapOptions extends EvaluationOptions {
  /** Number of resamples. Default 1000. */
  readonly resamples?: number;
  /** Confidence level. Default 0.95. */
  readonly level?: number;
  /** Seed of the resamples. Default 0. */
  readonly seed?: number;
}

const bootstrapOptions = optionsOf<BootstrapOptions, "positive" | "decision">({
  ...evaluationRules,
  resamples: [1000, integer(10, 1_000_000)],
  level: [0.95, within(0.01, 0.9999)],
  seed: [0, seed],
});

/**
 * Percentile bootstrap intervals of the metrics of an evaluation: its rows are drawn again with replacement. The
 * intervals show how much the metrics vary with the evaluated rows. They do not show how much they vary with the
 * training set, because the model stays the same.
 *
 * @param classes        The labels, by code.
 * @param probabilities  `rows × classes`, row-major.
 * @param actual         The class of each row.
 * @returns              The intervals of `accuracy`, `precision`, `recall`, `f1`, `logLoss`, `brier`, and for two
 *                       classes `rocAuc`. Left out: precision, recall and F1 of two classes without `positive`, and a
 *                       metric that is not defined on one of the resamples.
 * @throws `SHAPE_MISMATCH`, `NOT_FINITE`, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`, `UNDEFINED_METRIC`
 * @see    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
 */
export function bootstrapIntervals(
  classes: readonly string[],
  probabilities: Float64Array,
  actual: Int32Array,
  options: BootstrapOptions = {},
): Record<string, Interval> {
  const { resamples, level, seed, ...deciding } = bootstrapOptions.resolve(options);
  const size = checkOption("classes", classes, stringList).length;
  checkProbabilities(actual, probabilities, size, "bootstrapIntervals");
  const measure = metricsByWeight(classes, probabilities, actual, deciding);
  const random = seededRandom(seed).fork("bootstrap");
  const valuesOf: Record<string, number[]> = {};
  const times = new Uint32Array(actual.length);
  for (let round = 0; round < resamples; round++) {
    times.fill(0);
    for (let i = 0; i < actual.length; i++) times[random.integer(actual.length)]!++;
    for (const [name, value] of Object.entries(measure(times))) {
      valuesOf[name] ??= [];
      valuesOf[name].push(value);
    }
  }
  const intervals: Record<string, Interval> = {};
  for (const [name, values] of Object.entries(valuesOf)) {
    if (!values.every(Number.isFinite)) continue;
    values.sort((a, b) => a - b);
    intervals[name] = {
      low: quantileSorted(values, (1 - level) / 2),
      high: quantileSorted(values, (1 + level) / 2),
    };
  }
  return intervals;
}

/** A function that computes the metrics when row i is repeated `times[i]` times. */
function metricsByWeight(
  names: readonly string[],
  p: Float64Array,
  actual: Int32Array,
  { positive, decision }: EvaluationOptions,
) {
  const n = actual.length;
  const classes = names.length;
  const predicted = decidedCodes(p, { classes: names, positive, decision });
  const averaged = averagedClasses(names, positive);
  const losses = Float64Array.from(actual, (code, i) => lossOf(p[i * classes + code]!));
  const squares = Float64Array.from(actual, (code, i) => {
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += (p[i * classes + k]! - (code === k ? 1 : 0)) ** 2;
    return classes === 2 ? sum / 2 : sum;
  });
  const of = positive === undefined ? 1 : averaged[0]!;
  const scores = column(p, classes, of);
  const order = classes === 2 ? orderByScore(scores) : new Uint32Array(0);
  const positives = new Uint32Array(n);
  const negatives = new Uint32Array(n);

  return (times: Uint32Array): Record<string, number> => {
    const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
    let loss = 0;
    let brier = 0;
    let correct = 0;
    let decided = 0;
    for (let i = 0; i < n; i++) {
      loss += times[i]! * losses[i]!;
      brier += times[i]! * squares[i]!;
      (actual[i] === of ? positives : negatives)[i] = times[i]!;
      if (predicted[i] === ABSTAINED) continue;
      matrix[actual[i]!]![predicted[i]!]! += times[i]!;
      if (actual[i] === predicted[i]) correct += times[i]!;
      decided += times[i]!;
    }
    const perClass = precisionRecallFscoreByClass(matrix);
    // Without a decided row there is no such metric: 0 / 0 is NaN.
    const mean = (name: "precision" | "recall" | "fscore") =>
      decided === 0 ? NaN : averaged.reduce((sum, k) => sum + perClass[k]![name], 0) / averaged.length;
    return {
      accuracy: correct / decided,
      ...(averaged.length > 0 && {
        precision: mean("precision"),
        recall: mean("recall"),
        f1: mean("fscore"),
      }),
      logLoss: loss / n,
      brier: brier / n,
      ...(classes === 2 && { rocAuc: weightedRocAuc(order, scores, positives, negatives) }),
    };
  };
}

/** The codes of the classes whose mean is taken: of two, the positive one. */
function averagedClasses(names: readonly string[], positive: string | undefined): readonly number[] {
  if (positive !== undefined) return [positiveIndex(names, positive)];
  return names.length === 2 ? [] : names.map((_, code) => code);
}
