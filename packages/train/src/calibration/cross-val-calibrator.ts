import { type AnyVectorizer, type Classifier, type TrainData, throwIfCancelled } from "@imdb/core";
import { anObject, checkOption, optionsOf } from "@imdb/core/options";
import { checkTrainRun, classifierRule, vectorizerRule } from "../fitting/arguments.js";
import { checkSampleWeight } from "../fitting/check-fit.js";
import type { FitOptions } from "../fitting/fit-options.js";
import { labelledFolds, withoutProgress } from "../selection/fit-fold.js";
import { fitPair } from "../selection/fold-model.js";
import { requirePartition } from "../selection/splitter.js";
import { stratifiedKFold } from "../selection/stratified-k-fold.js";
import { type CalibratedOptions, calibratedOptions } from "./calibrated-classifier.js";
import { type Calibrator, fitCalibrator } from "./calibrator.js";
import { type FoldFit, outOfFoldValues } from "./out-of-fold-values.js";

/** Options of {@link crossValCalibrator}. */
export interface CrossValCalibratorOptions extends CalibratedOptions {
  readonly vectorizer: AnyVectorizer;
  readonly classifier: Classifier;
}

const options = optionsOf<CrossValCalibratorOptions, "cv">({
  vectorizer: vectorizerRule,
  classifier: classifierRule,
  ...calibratedOptions.rules,
});

/**
 * Fits a calibrator on out-of-fold predictions of texts. The vectorizer is fitted on the training rows of each fold too, so
 * that it may learn from labels. `withCalibration` puts the calibrator after a classifier that is fitted on all rows.
 *
 * @param train  A train split, or a dataset, of which the train split is used. When all examples have a `group`, a splitter
 *               that takes groups gets them.
 * @param run    May have `sampleWeight`, one for each document: for the classifiers of the folds and for the calibrator.
 * @throws `NOT_TRAIN_SPLIT`; `INVALID_OPTION`, also when the folds do not hold out each row once; `TOO_FEW_FOR_FOLDS`,
 *         `CANCELLED`, and what the vectorizer and the classifier throw.
 * @see    scikit-learn's `CalibratedClassifierCV(pipeline, ensemble=False)`.
 */
export async function crossValCalibrator(
  given: CrossValCalibratorOptions,
  train: TrainData,
  run: FitOptions = {},
): Promise<Calibrator> {
  const { method, cv = stratifiedKFold(), ...pair } = options.resolve(given, "crossValCalibrator");
  checkOption("run", run, anObject<FitOptions>("an object of run options"), "crossValCalibrator");
  const { sampleWeight, ...others } = run;
  const split = checkTrainRun(train, others);
  if (sampleWeight) checkSampleWeight(sampleWeight, split.examples.length);
  const { labels, folds } = labelledFolds(cv, split);
  const rows = labels.codes.length;
  requirePartition(folds, rows, cv.params);
  async function* fits(): AsyncGenerator<FoldFit> {
    const inner = withoutProgress(run);
    for (const [done, fold] of folds.entries()) {
      throwIfCancelled(run.signal, "Calibration");
      const { data, model } = await fitPair(pair, split, labels, fold, inner, sampleWeight);
      yield { fold, model, test: data.test };
      run.onProgress?.({ stage: "calibrating", done: done + 1, total: folds.length, unit: "folds" });
    }
  }
  const { values, on } = await outOfFoldValues(fits(), rows, method);
  return fitCalibrator(method, values, labels.codes, labels.classes.length, {
    on,
    ...(sampleWeight && { sampleWeight }),
  });
}
