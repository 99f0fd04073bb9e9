import { integer, oneOf, optionsOf } from "@imdb/core/options";
import { countBelow } from "../calibration/isotonic.js";
import type { Codes } from "./checks.js";
import { checkScores } from "./checks.js";

/** One bin of a calibration curve. */
export interface CalibrationBin {
  /** Mean predicted probability of the bin's rows. */
  readonly predicted: number;
  /** Share of them that are positive. */
  readonly actual: number;
  readonly rows: number;
}

/** How probabilities are binned. */
export interface BinOptions {
  /** Default 5 as in scikit-learn. */
  readonly bins?: number;
  /** Bins of equal width over [0, 1], or of equal numbers of rows. Default `"uniform"`. */
  readonly strategy?: "uniform" | "quantile";
}

const binOptions = optionsOf<BinOptions>({
  bins: [5, integer(1, 100_000)],
  strategy: ["uniform", oneOf("uniform", "quantile")],
});

/**
 * Predicted probability against observed share, bin by bin; empty bins are left out.
 *
 * @param actual         0 or 1 a row.
 * @param probabilities  Of class 1.
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
  const { bins, strategy } = binOptions.resolve(options);
  checkScores(actual, probabilities, "calibrationCurve");
  const edges = strategy === "uniform" ? uniformEdges(bins) : quantileEdges(probabilities, bins);
  const sums = Array.from({ length: bins }, () => ({ predicted: 0, actual: 0, rows: 0 }));
  for (let i = 0; i < actual.length; i++) {
    // A value on an edge belongs to the bin under it.
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
 * The mean distance between predicted probability and observed share, over bins weighted by their rows.
 *
 * @param actual         0 or 1 a row.
 * @param probabilities  Of class 1.
 * @param options        Bins; default 15 of equal width.
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
  const bins = calibrationCurve(actual, probabilities, { bins: 15, ...options });
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
