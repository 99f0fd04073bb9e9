import { type BinOptions, calibrationCurve } from "./calibration-curve.js";
import type { Codes } from "./check-codes.js";

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
