import { checkOption, oneOf } from "@imdb/core/options";
import { checkProbabilities, fitIsotonic, isotonicAt, logOdds } from "@imdb/measures";
import { positiveClasses } from "../fitting/positive-classes.js";
import { scaleToOne } from "../linear/probabilities.js";
import { sigmoid } from "../solvers/logistic-math.js";
import { fitPlatt } from "./platt.js";
import { atTemperature, fitTemperature } from "./temperature.js";

/** Platt's sigmoid of the log odds, an isotonic curve of the probability, or one temperature. */
export type CalibrationMethod = "sigmoid" | "isotonic" | "temperature";

/** One of the methods. */
export const calibrationMethod = oneOf("sigmoid", "isotonic", "temperature");

/** Corrects probabilities. JSON-safe: numbers only. */
export interface Calibrator {
  readonly method: CalibrationMethod;
  /**
   * One list a curve: `[slope, offset]`, `[x₀, y₀, x₁, y₁, …]`, or `[temperature]`. Two classes have one curve
   * (of the second), more have one each; temperature has one.
   */
  readonly curves: readonly (readonly number[])[];
}

/**
 * Fits a correction of probabilities that the model gave to rows it was not fitted on. (On rows it was fitted
 * on the probabilities are too good, and so would be the correction.)
 *
 * @param probabilities  `rows × classes`, row-major.
 * @param codes          The class of each row.
 * @throws `INVALID_OPTION`, `SHAPE_MISMATCH`, `NOT_FINITE`, `LABEL_OUT_OF_RANGE`, `UNDEFINED_METRIC`
 */
export function fitCalibrator(
  method: CalibrationMethod,
  probabilities: Float64Array,
  codes: ArrayLike<number>,
  classes: number,
): Calibrator {
  checkOption("method", method, calibrationMethod);
  checkProbabilities(codes, probabilities, classes, "fitCalibrator");
  if (method === "temperature") return { method, curves: [[fitTemperature(probabilities, codes, classes)]] };
  const curves = positiveClasses(classes).map((k) => {
    const isClass = Uint8Array.from(codes, (code) => (code === k ? 1 : 0));
    const own = Float64Array.from(codes, (_, i) => probabilities[i * classes + k]!);
    if (method === "isotonic") {
      const { x, y } = fitIsotonic(own, isClass);
      return Array.from(x).flatMap((at, n) => [at, y[n]!]);
    }
    const { slope, offset } = fitPlatt(own.map(logOdds), isClass);
    return [slope, offset];
  });
  return { method, curves };
}

/** Corrected probabilities, `rows × classes`; each row sums to 1. */
export function calibrate(
  calibrator: Calibrator,
  probabilities: Float64Array,
  classes: number,
): Float64Array {
  if (calibrator.method === "temperature") {
    return atTemperature(probabilities, classes, calibrator.curves[0]![0]!);
  }
  const curves = calibrator.curves.map((curve) => curveOf(calibrator.method, curve));
  const out = new Float64Array(probabilities.length);
  for (let at = 0; at < out.length; at += classes) {
    if (classes === 2) {
      out[at + 1] = curves[0]!(probabilities[at + 1]!);
      out[at] = 1 - out[at + 1]!;
      continue;
    }
    for (let k = 0; k < classes; k++) out[at + k] = curves[k]!(probabilities[at + k]!);
    scaleToOne(out.subarray(at, at + classes));
  }
  return out;
}

function curveOf(method: CalibrationMethod, numbers: readonly number[]): (p: number) => number {
  if (method === "sigmoid") {
    const [slope, offset] = numbers as readonly [number, number];
    return (p) => sigmoid(slope * logOdds(p) + offset);
  }
  const x = Float64Array.from({ length: numbers.length / 2 }, (_, n) => numbers[2 * n]!);
  const y = Float64Array.from({ length: numbers.length / 2 }, (_, n) => numbers[2 * n + 1]!);
  return (p) => isotonicAt({ x, y }, p);
}
