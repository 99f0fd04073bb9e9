import { ShapeMismatch } from "@imdb/core";
import {
  checkOption,
  classCount,
  numberList,
  type OptionRule,
  oneOf,
  optional,
  optionsOf,
  rule,
} from "@imdb/core/options";
import { checkProbabilities, fitIsotonic, isotonicAt, logOdds, NotFinite } from "@imdb/measures";
import { checkSampleWeight } from "../fitting/check-fit.js";
import { positiveClasses } from "../fitting/positive-classes.js";
import { scaleToOne } from "../linear/probabilities.js";
import { sigmoid } from "../solvers/logistic-math.js";
import { fitPlatt } from "./platt.js";
import { atTemperature, fitTemperature } from "./temperature.js";

/** Platt's sigmoid, an isotonic curve, or temperature scaling. */
export type CalibrationMethod = "sigmoid" | "isotonic" | "temperature";

/** The rule of a calibration method. */
export const calibrationMethod = oneOf("sigmoid", "isotonic", "temperature");

/**
 * The values that the curves of a calibrator take: the decision values of the classifier, its probabilities, or the log
 * odds of its probabilities.
 */
export type CalibratedValues = "decisions" | "probabilities" | "logOdds";

/** The rule of the values of a calibrator. */
export const calibratedValues = oneOf("decisions", "probabilities", "logOdds");

/** A fitted calibration of probabilities. JSON-safe. */
export interface Calibrator {
  readonly method: CalibrationMethod;
  /** The values that the curves take. Default: `"logOdds"` for a sigmoid, `"probabilities"` for other methods. */
  readonly on?: CalibratedValues;
  /**
   * The parameters of each curve: `[slope, offset]` (sigmoid), `[x₀, y₀, x₁, y₁, …]` (isotonic) or `[temperature]`.
   * Two classes have one curve, for the second class. More classes have one curve each. Temperature scaling always has
   * one curve.
   */
  readonly curves: readonly (readonly number[])[];
}

/** Options of {@link fitCalibrator}. */
export interface CalibratorOptions {
  /** What `values` are. Default: as {@link Calibrator.on}. Temperature scaling takes probabilities only. */
  readonly on?: CalibratedValues;
  /** One weight per row, from 0. A row of weight 0 counts as removed. Default: 1 for each row. */
  readonly sampleWeight?: ArrayLike<number>;
}

const calibratorOptions = optionsOf<CalibratorOptions, "on" | "sampleWeight">({
  on: optional(calibratedValues),
  sampleWeight: optional(numberList),
});

/** The rule of a calibrator. */
export const calibratorRule: OptionRule<Calibrator> = rule(
  "a calibrator, as fitCalibrator returns it",
  (value) => calibrationMethod.accepts(Object(value).method) && Array.isArray(Object(value).curves),
);

/** What the curves of a method take by default. */
function defaultValues(method: CalibrationMethod): CalibratedValues {
  return method === "sigmoid" ? "logOdds" : "probabilities";
}

/**
 * Fits a calibrator on rows that the model was not fitted on. On rows that it was fitted on, the values are too good,
 * and the calibrator would be wrong.
 *
 * More than two classes have one curve each, of the class against the rest. The calibrated probabilities are then
 * divided by their sum.
 *
 * @param values  Probabilities, `rows × classes`, row-major. With `on: "decisions"`: decision values, `rows × classes`,
 *                or one per row for two classes.
 * @param codes   The class of each row.
 * @throws `INVALID_OPTION`, `SHAPE_MISMATCH`, `NOT_FINITE`, `LABEL_OUT_OF_RANGE`, `UNDEFINED_METRIC`
 * @see    scikit-learn's `CalibratedClassifierCV`, which fits on decision values where the classifier has them.
 */
export function fitCalibrator(
  method: CalibrationMethod,
  values: Float64Array,
  codes: ArrayLike<number>,
  classes: number,
  options: CalibratorOptions = {},
): Calibrator {
  checkOption("method", method, calibrationMethod);
  checkOption<ArrayLike<number>>("values", values, numberList);
  checkOption("codes", codes, numberList);
  checkOption("classes", classes, classCount);
  const { on = defaultValues(method), sampleWeight } = calibratorOptions.resolve(options, "fitCalibrator");
  if (method === "temperature") checkOption<string>("on", on, oneOf<string>("probabilities"));
  if (on === "decisions") checkDecisions(values, codes, classes);
  else checkProbabilities(codes, values, classes, "fitCalibrator");
  if (sampleWeight) checkSampleWeight(sampleWeight, codes.length);
  if (method === "temperature") {
    return { method, curves: [[fitTemperature(values, codes, classes, sampleWeight)]] };
  }
  const width = on === "decisions" && classes === 2 ? 1 : classes;
  const curves = positiveClasses(classes).map((k) => {
    const isClass = Uint8Array.from(codes, (code) => (code === k ? 1 : 0));
    const ofClass = Float64Array.from(codes, (_, i) => values[i * width + (width === 1 ? 0 : k)]!);
    if (method === "isotonic") {
      const { x, y } = fitIsotonic(ofClass, isClass, sampleWeight);
      return Array.from(x).flatMap((at, n) => [at, y[n]!]);
    }
    const { slope, offset } = fitPlatt(
      on === "logOdds" ? ofClass.map(logOdds) : ofClass,
      isClass,
      sampleWeight,
    );
    return [slope, offset];
  });
  return { method, ...(on !== defaultValues(method) && { on }), curves };
}

/**
 * Calibrated probabilities, `rows × classes`; each row sums to 1.
 *
 * @param values  As for {@link fitCalibrator}: of the kind that the calibrator was fitted on.
 * @throws `INVALID_OPTION`
 */
export function calibrate(calibrator: Calibrator, values: Float64Array, classes: number): Float64Array {
  checkOption("calibrator", calibrator, calibratorRule);
  checkOption<ArrayLike<number>>("values", values, numberList);
  checkOption("classes", classes, classCount);
  if (calibrator.method === "temperature") return atTemperature(values, classes, calibrator.curves[0]![0]!);
  const curves = curvesOf(calibrator);
  const width = calibrator.on === "decisions" && classes === 2 ? 1 : classes;
  const rows = values.length / width;
  const out = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const from = row * classes;
    if (classes === 2) {
      out[from + 1] = curves[0]!(values[row * width + width - 1]!);
      out[from] = 1 - out[from + 1]!;
      continue;
    }
    for (let k = 0; k < classes; k++) out[from + k] = curves[k]!(values[from + k]!);
    scaleToOne(out.subarray(from, from + classes));
  }
  return out;
}

/** The functions that the curves of a calibrator describe. */
function curvesOf({ method, on = defaultValues(method), curves }: Calibrator): ((value: number) => number)[] {
  return curves.map((numbers) => {
    if (method === "sigmoid") {
      const [slope, offset] = numbers as readonly [number, number];
      if (on === "logOdds") return (p) => sigmoid(slope * logOdds(p) + offset);
      return (value) => sigmoid(slope * value + offset);
    }
    const x = Float64Array.from({ length: numbers.length / 2 }, (_, n) => numbers[2 * n]!);
    const y = Float64Array.from({ length: numbers.length / 2 }, (_, n) => numbers[2 * n + 1]!);
    return (value) => isotonicAt({ x, y }, value);
  });
}

/** Checks that there are `rows × outputs` finite decision values, and that every code is a class. */
function checkDecisions(decisions: Float64Array, codes: ArrayLike<number>, classes: number): void {
  checkProbabilities(codes, new Float64Array(codes.length * classes), classes, "fitCalibrator");
  const expected = codes.length * (classes === 2 ? 1 : classes);
  if (decisions.length !== expected) {
    const what = "Decision values for fitCalibrator";
    throw ShapeMismatch.create({ what, expected, actual: decisions.length });
  }
  for (let at = 0; at < decisions.length; at++) {
    if (Number.isFinite(decisions[at])) continue;
    const value = String(decisions[at]);
    throw NotFinite.create({ what: "Decision values for fitCalibrator", position: at, value });
  }
}
