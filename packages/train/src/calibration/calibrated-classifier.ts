import {
  type Classifier,
  type CsrMatrix,
  csrSelectRows,
  type FittedClassifier,
  type TrainLabels,
  throwIfCancelled,
} from "@imdb/core";
import { optional, optionsOf } from "@imdb/core/options";
import { checkFit } from "../fitting/check-fit.js";
import type { FitOptions } from "../fitting/fit-options.js";
import { type CvSplitter, splitter } from "../selection/splitter.js";
import { stratifiedKFold } from "../selection/stratified-k-fold.js";
import {
  type CalibrationMethod,
  type Calibrator,
  calibrate,
  calibrationMethod,
  fitCalibrator,
} from "./calibrator.js";

/** A classifier whose probabilities are corrected. */
export interface FittedCalibrated extends FittedClassifier {
  readonly kind: "CalibratedClassifier";
  readonly base: FittedClassifier;
  readonly calibrator: Calibrator;
}

/** What {@link calibratedClassifier} takes. */
export interface CalibratedOptions {
  /** Default `"sigmoid"`. */
  readonly method?: CalibrationMethod;
  /** Default: five stratified folds in row order. */
  readonly cv?: CvSplitter;
}

const calibratedOptions = optionsOf<CalibratedOptions, "cv">({
  method: ["sigmoid", calibrationMethod],
  cv: optional(splitter),
});

/** What its fit takes besides. */
export interface CalibratedFitOptions extends FitOptions {
  /** One group a row, where `cv` needs them. */
  readonly groups?: readonly string[];
}

/** A calibrated classifier that has not been fitted. */
export interface CalibratedClassifier extends Classifier<FittedCalibrated> {
  /** Fits on train rows; `run` takes sample weights and groups besides. */
  fit(X: CsrMatrix, y: TrainLabels, run?: CalibratedFitOptions): Promise<FittedCalibrated>;
}

/**
 * Fits a classifier on all rows, and a correction of its probabilities on those it gives to held-out rows of
 * the folds.
 *
 * The matrix was made before the folds: when its vectorizer learned from labels, take `crossValPredict` of the
 * texts, `fitCalibrator` and `withCalibration` instead.
 *
 * @throws `INVALID_OPTION`, `TOO_FEW_FOR_FOLDS`, and what the classifier throws.
 * @see    Niculescu-Mizil & Caruana (2005), Predicting good probabilities with supervised learning;
 *         scikit-learn's `CalibratedClassifierCV(ensemble=False)`.
 */
export function calibratedClassifier(
  classifier: Classifier,
  options: CalibratedOptions = {},
): CalibratedClassifier {
  const { method, cv = stratifiedKFold() } = calibratedOptions.resolve(options);
  return {
    params: { method, cv: cv.params, classifier: classifier.params },
    async fit(X, y, run = {}) {
      checkFit(X, y, run);
      const classes = y.classes.length;
      const heldOut = new Float64Array(X.rows * classes);
      for (const fold of cv.split(y.codes, run.groups)) {
        throwIfCancelled(run.signal, "Calibration");
        const codes = Int32Array.from(fold.train, (row) => y.codes[row]!);
        const sampleWeight =
          run.sampleWeight && Float64Array.from(fold.train, (row) => run.sampleWeight![row]!);
        const inner = { signal: run.signal, seed: run.seed, threads: run.threads, sampleWeight };
        const model = await classifier.fit(csrSelectRows(X, fold.train), { ...y, codes }, inner);
        const p = model.predictProba(csrSelectRows(X, fold.test));
        fold.test.forEach((row, at) => {
          heldOut.set(p.subarray(at * classes, (at + 1) * classes), row * classes);
        });
      }
      const base = await classifier.fit(X, y, run);
      return withCalibration(base, fitCalibrator(method, heldOut, y.codes, classes));
    },
  };
}

/** Puts a correction behind a fitted classifier. */
export function withCalibration(base: FittedClassifier, calibrator: Calibrator): FittedCalibrated {
  const { classes, featureCount, report, linear } = base;
  const corrected = (p: Float64Array) => calibrate(calibrator, p, classes.length);
  return {
    kind: "CalibratedClassifier",
    params: { method: calibrator.method, base: base.params },
    classes,
    featureCount,
    base,
    calibrator,
    ...(report && { report }),
    ...(linear && {
      linear: { ...linear, probabilities: (decisions) => corrected(linear.probabilities(decisions)) },
    }),
    predictProba: (X) => corrected(base.predictProba(X)),
  };
}
