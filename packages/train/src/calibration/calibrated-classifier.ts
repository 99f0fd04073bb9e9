import {
  type Classifier,
  type CsrMatrix,
  csrSelectRows,
  type FittedClassifier,
  type TrainLabels,
  throwIfCancelled,
} from "@imdb/core";
import { checkOption, optional, optionsOf, stringList } from "@imdb/core/options";
import { classifierRule, fittedRule } from "../fitting/arguments.js";
import { checkFit } from "../fitting/check-fit.js";
import { type FitOptions, weightedFit } from "../fitting/fit-options.js";
import { withoutProgress } from "../selection/fit-fold.js";
import { type CvSplitter, splitter } from "../selection/splitter.js";
import { stratifiedKFold } from "../selection/stratified-k-fold.js";
import {
  type CalibrationMethod,
  type Calibrator,
  calibrate,
  calibrationMethod,
  calibratorRule,
  fitCalibrator,
} from "./calibrator.js";

/** A fitted classifier with calibrated probabilities. */
export interface FittedCalibrated extends FittedClassifier {
  readonly kind: "CalibratedClassifier";
  /** The classifier before calibration. */
  readonly base: FittedClassifier;
  readonly calibrator: Calibrator;
}

/** Options of {@link calibratedClassifier}. */
export interface CalibratedOptions {
  /** The method of calibration. Default `"sigmoid"`. */
  readonly method?: CalibrationMethod;
  /** The splitter of the rows. Default: five stratified folds in row order. */
  readonly cv?: CvSplitter;
}

const calibratedOptions = optionsOf<CalibratedOptions, "cv">({
  method: ["sigmoid", calibrationMethod],
  cv: optional(splitter),
});

/** Options of the fit of a calibrated classifier. */
export interface CalibratedFitOptions extends FitOptions {
  /** One group per row, for a splitter that needs groups. */
  readonly groups?: readonly string[];
}

const calibratedFit = optionsOf<CalibratedFitOptions, keyof CalibratedFitOptions>({
  ...weightedFit.rules,
  groups: optional(stringList),
});

/** A calibrated classifier that has not been fitted. */
export interface CalibratedClassifier extends Classifier<FittedCalibrated> {
  /** Fits on train rows. `run` may have sample weights and groups. */
  fit(X: CsrMatrix, y: TrainLabels, run?: CalibratedFitOptions): Promise<FittedCalibrated>;
}

/**
 * Calibrates the probabilities of a classifier: the classifier is fitted on all rows, and the calibrator on
 * out-of-fold probabilities.
 *
 * The matrix is made before the rows are split into folds. If its vectorizer learns from labels, the calibrator sees
 * probabilities that are too good. Then use `crossValPredict`, `fitCalibrator` and `withCalibration` instead.
 *
 * @throws `INVALID_OPTION`, `TOO_FEW_FOR_FOLDS`, and what the classifier throws.
 * @see    Niculescu-Mizil & Caruana (2005), Predicting good probabilities with supervised learning;
 *         scikit-learn's `CalibratedClassifierCV(ensemble=False)`.
 */
export function calibratedClassifier(
  classifier: Classifier,
  options: CalibratedOptions = {},
): CalibratedClassifier {
  checkOption("classifier", classifier, classifierRule);
  const { method, cv = stratifiedKFold() } = calibratedOptions.resolve(options, "calibratedClassifier");
  return {
    params: { method, cv: cv.params, classifier: classifier.params },
    async fit(X, y, run = {}) {
      checkFit(X, y, run, calibratedFit);
      const classes = y.classes.length;
      const heldOut = new Float64Array(X.rows * classes);
      for (const fold of cv.split(y.codes, run.groups)) {
        throwIfCancelled(run.signal, "Calibration");
        const codes = Int32Array.from(fold.train, (row) => y.codes[row]!);
        const { sampleWeight } = run;
        const inner = {
          ...withoutProgress(run),
          ...(sampleWeight && { sampleWeight: Float64Array.from(fold.train, (row) => sampleWeight[row]!) }),
        };
        const model = await classifier.fit(csrSelectRows(X, fold.train), { ...y, codes }, inner);
        const p = model.predictProba(csrSelectRows(X, fold.test));
        fold.test.forEach((row, at) => {
          heldOut.set(p.subarray(at * classes, (at + 1) * classes), row * classes);
        });
      }
      const { groups: _, ...baseRun } = run;
      const base = await classifier.fit(X, y, baseRun);
      return withCalibration(base, fitCalibrator(method, heldOut, y.codes, classes));
    },
  };
}

/**
 * A fitted classifier with calibrated probabilities.
 *
 * @throws `INVALID_OPTION`
 */
export function withCalibration(base: FittedClassifier, calibrator: Calibrator): FittedCalibrated {
  checkOption("base", base, fittedRule);
  checkOption("calibrator", calibrator, calibratorRule);
  const { classes, featureCount, report, linear } = base;
  const calibrated = (p: Float64Array) => calibrate(calibrator, p, classes.length);
  return {
    kind: "CalibratedClassifier",
    params: { method: calibrator.method, base: base.params },
    classes,
    featureCount,
    base,
    calibrator,
    ...(report && { report }),
    ...(linear && {
      linear: { ...linear, probabilities: (decisions) => calibrated(linear.probabilities(decisions)) },
    }),
    predictProba: (X) => calibrated(base.predictProba(X)),
  };
}
