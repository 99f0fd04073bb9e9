import { checkOption, classCount, numberList, type OptionRule, oneOf, rule } from "@imdb/core/options";
import { checkProbabilities, fitIsotonic, isotonicAt, logOdds } from "@imdb/measures";
import { positiveClasses } from "../fitting/positive-classes.js";
import { scaleToOne } from "../linear/probabilities.js";
import { sigmoid } from "../solvers/logistic-math.js";
import { fitPlatt } from "./platt.js";
import { atTemperature, fitTemperature } from "./temperature.js";

/** Platt's sigmoid of the log odds, an isotonic curve of the probability, or temperature scaling. */
export type CalibrationMethod = "sigmoid" | "isotonic" | "temperature";

/** The rule of a calibration method. */
export const calibrationMethod = oneOf("sigmoid", "isotonic", "temperature");

/** A fitted calibration of probabilities. JSON-safe. */
export interface Calibrator {
  readonly method: CalibrationMethod;
  /**
   * The parameters of each curve: `[slope, offset]` (sigmoid), `[x₀, y₀, x₁, y₁, …]` (isotonic) or `[temperature]`.
   * Two classes have one curve, for the second class. More classes have one curve each. Temperature scaling always has
   * one curve.
   */
  readonly curves: readonly (readonly number[])[];
}

/** The rule of a calibrator. */
export const calibratorRule: OptionRule<Calibrator> = rule(
  "a calibrator, as fitCalibrator returns it",
  (value) => calibrationMethod.accepts(Object(value).method) && Array.isArray(Object(value).curves),
);

/**
 * Fits a calibrator on probabilities of rows that the model was not fitted on. On rows that it was fitted on, the
 * probabilities are too good, and the calibrator would be wrong.
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
  checkOption("codes", codes, numberList);
  checkProbabilities(codes, probabilities, classes, "fitCalibrator");
  if (method === "temperature") return { method, curves: [[fitTemperature(probabilities, codes, classes)]] };
  const curves = positiveClasses(classes).map((k) => {
    const isClass = Uint8Array.from(codes, (code) => (code === k ? 1 : 0));
    const ofClass = Float64Array.from(codes, (_, i) => probabilities[i * classes + k]!);
    if (method === "isotonic") {
      const { x, y } = fitIsotonic(ofClass, isClass);
      return Array.from(x).flatMap((at, n) => [at, y[n]!]);
    }
    const { slope, offset } = fitPlatt(ofClass.map(logOdds), isClass);
    return [slope, offset];
  });
  return { method, curves };
}

/**
 * Calibrated probabilities, `rows × classes`; each row sums to 1.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @throws `INVALID_OPTION`
 */
export function calibrate(
  calibrator: Calibrator,
  probabilities: Float64Array,
  classes: number,
): Float64Array {
  checkOption("calibrator", calibrator, calibratorRule);
  checkOption<ArrayLike<number>>("probabilities", probabilities, numberList);
  checkOption("classes", classes, classCount);
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

/** The function of a probability that a curve describes. */
function curveOf(method: CalibrationMethod, numbers: readonly number[]): (p: number) => number {
  if (method === "sigmoid") {
    const [slope, offset] = numbers as readonly [number, number];
    return (p) => sigmoid(slope * logOdds(p) + offset);
  }
  const x = Float64Array.from({ length: numbers.length / 2 }, (_, n) => numbers[2 * n]!);
  const y = Float64Array.from({ length: numbers.length / 2 }, (_, n) => numbers[2 * n + 1]!);
  return (p) => isotonicAt({ x, y }, p);
}
