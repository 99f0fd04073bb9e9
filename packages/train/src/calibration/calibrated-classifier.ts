import {
  type Classifier,
  type CsrMatrix,
  csrSelectRows,
  type FittedClassifier,
  linearWeightsOf,
  ownFacts,
  type TrainLabels,
  throwIfCancelled,
} from "@imdb/core";
import { displayFitted, displayUnfitted } from "@imdb/core/display";
import { checkOption, type OptionRule, optional, optionsOf, rule, stringList } from "@imdb/core/options";
import { classifierRule, fittedRule } from "../fitting/arguments.js";
import { checkFit } from "../fitting/check-fit.js";
import { classifierIdentity, identityOfAll } from "../fitting/classifier-identity.js";
import { type FitOptions, weightedFit } from "../fitting/fit-options.js";
import { haveLinearWeights } from "../linear/linear-weights.js";
import { type CvSplitter, requirePartition, splitter } from "../selection/splitter.js";
import { stratifiedKFold } from "../selection/stratified-k-fold.js";
import {
  type CalibrationMethod,
  type Calibrator,
  calibrate,
  calibrationMethod,
  calibratorRule,
  fitCalibrator,
} from "./calibrator.js";
import { outOfFoldValues } from "./out-of-fold-values.js";
import { valuesOf } from "./values-of.js";

/** A fitted classifier with calibrated probabilities. */
export interface FittedCalibrated<L extends string = string> extends FittedClassifier<L> {
  readonly kind: "CalibratedClassifier";
  /** The classifier before calibration. */
  readonly base: FittedClassifier<L>;
  readonly calibrator: Calibrator;
}

/** Options of {@link calibratedClassifier}. */
export interface CalibratedOptions {
  /** The method of calibration. Default `"sigmoid"`. */
  readonly method?: CalibrationMethod;
  /** The splitter of the rows. Default: five stratified folds in row order. */
  readonly cv?: CvSplitter;
}

/** The schema of {@link CalibratedOptions}. */
export const calibratedOptions = optionsOf<CalibratedOptions, "cv">({
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
  fit<L extends string>(
    X: CsrMatrix,
    y: TrainLabels<L>,
    run?: CalibratedFitOptions,
  ): Promise<FittedCalibrated<L>>;
}

/**
 * Calibrates the probabilities of a classifier: the classifier is fitted on all rows, and the calibrator on out-of-fold
 * predictions: decision values where the classifier has them, else probabilities. Sample weights are used by both. Rows
 * of weight 0 are left out before the folds are made.
 *
 * The matrix is made before the rows are split into folds. If its vectorizer learns from labels, the calibrator sees
 * predictions that are too good. Then use `crossValCalibrator`, or `textClassifier` with the option `calibration`, which
 * fit the vectorizer in each fold too.
 *
 * @throws `INVALID_OPTION`, also when the folds do not hold out each row once; `TOO_FEW_FOR_FOLDS`, and what the
 *         classifier throws.
 * @see    Niculescu-Mizil & Caruana (2005), Predicting good probabilities with supervised learning;
 *         scikit-learn's `CalibratedClassifierCV(ensemble=False)`.
 */
export function calibratedClassifier(
  classifier: Classifier,
  options: CalibratedOptions = {},
): CalibratedClassifier {
  checkOption("classifier", classifier, classifierRule);
  const { method, cv = stratifiedKFold() } = calibratedOptions.resolve(options, "calibratedClassifier");
  const calibrated: CalibratedClassifier = {
    params: { method, cv: cv.params, classifier: classifier.params },
    identity: identityOfAll("calibrated", [cv.identity, classifierIdentity(classifier)], method),
    async fit<L extends string>(X: CsrMatrix, y: TrainLabels<L>, run: CalibratedFitOptions = {}) {
      checkFit(X, y, run, calibratedFit);
      const rows = weightedRows(X, y, run);
      const { values, on } = await outOfFoldValues(fitFolds(classifier, cv, rows), rows.X.rows, method);
      const { sampleWeight } = rows.run;
      const calibrator = fitCalibrator(method, values, rows.y.codes, y.classes.length, {
        on,
        ...(sampleWeight && { sampleWeight }),
      });
      const { groups: _, ...baseRun } = run;
      // Its classes are those of the labels.
      return withCalibration((await classifier.fit(X, y, baseRun)) as FittedClassifier<L>, calibrator);
    },
  };
  return displayUnfitted("Calibrated classifier")(ownFacts(calibrated, "identity"));
}

/** The rows of a fit. */
interface FitRows {
  readonly X: CsrMatrix;
  readonly y: TrainLabels;
  readonly run: CalibratedFitOptions;
}

/** The rows whose sample weight is above 0. */
function weightedRows(X: CsrMatrix, y: TrainLabels, run: CalibratedFitOptions): FitRows {
  const { sampleWeight, groups } = run;
  if (!sampleWeight) return { X, y, run };
  const kept = Uint32Array.from(Array.from(y.codes.keys()).filter((row) => sampleWeight[row]! > 0));
  if (kept.length === X.rows) return { X, y, run };
  return {
    ...selected({ X, y, run }, kept),
    run: {
      ...run,
      sampleWeight: weightsOf(sampleWeight, kept),
      ...(groups && { groups: Array.from(kept, (row) => groups[row]!) }),
    },
  };
}

function selected({ X, y }: FitRows, rows: Uint32Array): Pick<FitRows, "X" | "y"> {
  return { X: csrSelectRows(X, rows), y: { ...y, codes: Int32Array.from(rows, (row) => y.codes[row]!) } };
}

function weightsOf(sampleWeight: ArrayLike<number>, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => sampleWeight[row]!);
}

/** Fits on each fold of the rows. */
async function* fitFolds(classifier: Classifier, cv: CvSplitter, rows: FitRows) {
  const { X, y, run } = rows;
  const folds = cv.split(y.codes, run.groups, y.classes);
  requirePartition(folds, X.rows, cv.params);
  for (const fold of folds) {
    throwIfCancelled(run.signal, "Calibration");
    const { signal, seed, threads } = run;
    const sampleWeight = run.sampleWeight && weightsOf(run.sampleWeight, fold.train);
    const train = selected(rows, fold.train);
    const model = await classifier.fit(train.X, train.y, {
      signal,
      seed,
      threads,
      sampleWeight,
    } as FitOptions);
    yield { fold, model, test: csrSelectRows(X, fold.test) };
  }
}

/**
 * A fitted classifier with calibrated probabilities.
 *
 * @throws `INVALID_OPTION`
 */
export function withCalibration<L extends string>(
  base: FittedClassifier<L>,
  calibrator: Calibrator,
): FittedCalibrated<L> {
  checkOption<FittedClassifier>("base", base, fittedRule);
  checkOption("calibrator", calibrator, calibratorRule);
  const { classes, featureCount, report, linear } = base;
  const { method, on } = calibrator;
  if (on === "decisions") checkOption<FittedClassifier>("base", base, decidingRule);
  const calibrated = (values: Float64Array) => calibrate(calibrator, values, classes.length);
  const ofDecisions = (decisions: Float64Array) =>
    calibrated(on === "decisions" ? decisions : linear!.probabilities(decisions));
  return displayFitted({
    kind: "CalibratedClassifier",
    params: { method, base: base.params },
    classes,
    featureCount,
    base,
    calibrator,
    ...(report && { report }),
    ...(linear && { linear: { ...linear, probabilities: ofDecisions } }),
    ...(haveLinearWeights([base]) && { linearWeights: () => linearWeightsOf(base)! }),
    predictProba: (X) => calibrated(valuesOf(base, X, on)),
  });
}

const decidingRule: OptionRule<FittedClassifier> = rule(
  "a fitted classifier with a decisionFunction, because the calibrator was fitted on decision values",
  (value) => typeof Object(value).decisionFunction === "function",
);
