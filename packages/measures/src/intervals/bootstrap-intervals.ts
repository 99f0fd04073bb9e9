import { seededRandom } from "@imdb/core";
import { integer, optionsOf, seed, within } from "@imdb/core/options";
import { checkProbabilities, orderByScore } from "../metrics/checks.js";
import { lossOf } from "../metrics/losses.js";
import { precisionRecallFscoreByClass } from "../metrics/precision-recall-fscore.js";
import { column, predictedCodes } from "../metrics/predicted-codes.js";
import { weightedRocAuc } from "../metrics/roc-auc-score.js";
import { quantileSorted } from "./quantile-sorted.js";

/** A confidence interval of a metric. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Options of {@link bootstrapIntervals}. */
export interface BootstrapOptions {
  /** Number of resamples. Default 1000. */
  readonly resamples?: number;
  /** Confidence level. Default 0.95. */
  readonly level?: number;
  /** Seed of the resamples. Default 0. */
  readonly seed?: number;
}

const bootstrapOptions = optionsOf<BootstrapOptions>({
  resamples: [1000, integer(10, 1_000_000)],
  level: [0.95, within(0.01, 0.9999)],
  seed: [0, seed],
});

/**
 * Percentile bootstrap intervals of the metrics of an evaluation: its rows are drawn again with replacement. The
 * intervals show how much the metrics vary with the evaluated rows. They do not show how much they vary with the
 * training set, because the model stays the same.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @param actual         The class of each row.
 * @returns              The intervals of `accuracy`, `precision`, `recall`, `f1`, `logLoss`, `brier`, and for two
 *                       classes `rocAuc`. A metric that is not defined on one of the resamples is left out.
 * @throws `SHAPE_MISMATCH`, `NOT_FINITE`, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`, `UNDEFINED_METRIC`
 * @see    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
 */
export function bootstrapIntervals(
  classes: number,
  probabilities: Float64Array,
  actual: Int32Array,
  options: BootstrapOptions = {},
): Record<string, Interval> {
  const { resamples, level, seed } = bootstrapOptions.resolve(options);
  checkProbabilities(actual, probabilities, classes, "bootstrapIntervals");
  const measure = metricsByWeight(classes, probabilities, actual);
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
function metricsByWeight(classes: number, p: Float64Array, actual: Int32Array) {
  const n = actual.length;
  const predicted = predictedCodes(p, classes);
  const losses = Float64Array.from(actual, (code, i) => lossOf(p[i * classes + code]!));
  const squares = Float64Array.from(actual, (code, i) => {
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += (p[i * classes + k]! - (code === k ? 1 : 0)) ** 2;
    return classes === 2 ? sum / 2 : sum;
  });
  const scores = column(p, classes, 1);
  const order = classes === 2 ? orderByScore(scores) : new Uint32Array(0);
  const positives = new Uint32Array(n);
  const negatives = new Uint32Array(n);

  return (times: Uint32Array): Record<string, number> => {
    const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
    let loss = 0;
    let brier = 0;
    let correct = 0;
    for (let i = 0; i < n; i++) {
      matrix[actual[i]!]![predicted[i]!]! += times[i]!;
      if (actual[i] === predicted[i]) correct += times[i]!;
      loss += times[i]! * losses[i]!;
      brier += times[i]! * squares[i]!;
      (actual[i] === 1 ? positives : negatives)[i] = times[i]!;
    }
    const perClass = precisionRecallFscoreByClass(matrix);
    const averaged = classes === 2 ? perClass.slice(1) : perClass;
    const mean = (name: "precision" | "recall" | "fscore") =>
      averaged.reduce((sum, scores) => sum + scores[name], 0) / averaged.length;
    return {
      accuracy: correct / n,
      precision: mean("precision"),
      recall: mean("recall"),
      f1: mean("fscore"),
      logLoss: loss / n,
      brier: brier / n,
      ...(classes === 2 && { rocAuc: weightedRocAuc(order, scores, positives, negatives) }),
    };
  };
}
