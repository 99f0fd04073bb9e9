import { integer, oneOf, optionsOf } from "@imdb/core/options";
import { checkLists } from "../arguments.js";
import { type Codes, checkScores } from "./checks.js";
import { countBelow } from "./count-below.js";

/** One bin of a calibration curve. */
export interface CalibrationBin {
  /** Mean predicted probability of the bin's rows. */
  readonly predicted: number;
  /** Share of them that are positive. */
  readonly actual: number;
  readonly rows: number;
}

/** Options of the bins. */
export interface BinOptions {
  /** Number of bins. Default 5, as in scikit-learn. */
  readonly bins?: number;
  /** `"uniform"`: bins of equal width over [0, 1]; `"quantile"`: bins with equal numbers of rows. Default `"uniform"`. */
  readonly strategy?: "uniform" | "quantile";
}

const binCount = integer(1, 100_000);
const curveOptions = optionsOf<BinOptions>({
  bins: [5, binCount],
  strategy: ["uniform", oneOf("uniform", "quantile")],
});
const errorOptions = optionsOf<BinOptions>({ ...curveOptions.rules, bins: [15, binCount] });

/**
 * The calibration curve: the mean predicted probability and the share of positive rows of each bin. Empty bins are
 * left out.
 *
 * @param actual         0 or 1 for each row.
 * @param probabilities  The probability of class 1 for each row.
 * @throws `SHAPE_MISMATCH`, `NOT_FINITE`, `INVALID_OPTION`, `UNDEFINED_METRIC`
 * @see    scikit-learn's `calibration_curve`.
 * @example
 * calibrationCurve([0, 1], [0.1, 0.9], { bins: 2 }).map((bin) => bin.actual); // => [0, 1]
 */
export function calibrationCurve(
  actual: Codes,
  probabilities: ArrayLike<number>,
  options: BinOptions = {},
): CalibrationBin[] {
  const { bins, strategy } = curveOptions.resolve(options);
  checkLists({ actual, probabilities });
  checkScores(actual, probabilities, "calibrationCurve");
  const edges = strategy === "uniform" ? uniformEdges(bins) : quantileEdges(probabilities, bins);
  const sums = Array.from({ length: bins }, () => ({ predicted: 0, actual: 0, rows: 0 }));
  for (let i = 0; i < actual.length; i++) {
    // A value on an edge belongs to the lower bin.
    const bin = sums[countBelow(edges, probabilities[i]!)]!;
    bin.predicted += probabilities[i]!;
    bin.actual += actual[i]!;
    bin.rows++;
  }
  return sums
    .filter(({ rows }) => rows > 0)
    .map(({ predicted, actual: positive, rows }) => ({
      predicted: predicted / rows,
      actual: positive / rows,
      rows,
    }));
}

/**
 * The expected calibration error: the mean distance between the predicted probability and the share of positive rows
 * of the bins, weighted by the rows of each bin.
 *
 * @param actual         0 or 1 for each row.
 * @param probabilities  The probability of class 1 for each row.
 * @param options        Bins. Default 15 of equal width.
 * @throws What `calibrationCurve` throws.
 * @see    Naeini, Cooper & Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning.
 * @example
 * expectedCalibrationError([0, 1, 1, 1], [0.75, 0.75, 0.75, 0.75]); // => 0
 */
export function expectedCalibrationError(
  actual: Codes,
  probabilities: ArrayLike<number>,
  options: BinOptions = {},
): number {
  const bins = calibrationCurve(actual, probabilities, errorOptions.resolve(options));
  return bins.reduce((sum, bin) => sum + bin.rows * Math.abs(bin.predicted - bin.actual), 0) / actual.length;
}

function uniformEdges(bins: number): number[] {
  return Array.from({ length: bins - 1 }, (_, k) => (k + 1) * (1 / bins));
}

function quantileEdges(values: ArrayLike<number>, bins: number): number[] {
  const sorted = Float64Array.from(values).sort();
  return Array.from({ length: bins - 1 }, (_, k) => {
    const at = ((k + 1) / bins) * (sorted.length - 1);
    const below = Math.floor(at);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below]! + (sorted[above]! - sorted[below]!) * (at - below);
  });
}
