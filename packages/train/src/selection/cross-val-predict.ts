import type { RunOptions, Split } from "@imdb/core";
import { optionsOf } from "@imdb/core/options";
import { checkTrainRun } from "../fitting/arguments.js";
import { type CrossValidateOptions, crossValidateOptions } from "./cross-validate.js";
import { fitFolds, labelledFolds } from "./fit-fold.js";
import { requirePartition } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";

/** Options of {@link crossValPredict}. */
export type CrossValPredictOptions = Omit<CrossValidateOptions, "scoring">;

const predictOptions = optionsOf<CrossValPredictOptions, "cv">({
  vectorizer: crossValidateOptions.rules.vectorizer,
  classifier: crossValidateOptions.rules.classifier,
  cv: crossValidateOptions.rules.cv,
});

/**
 * Out-of-fold probabilities, `rows × classes`, row-major: each row is predicted by the model of the fold that holds it
 * out. Calibration, thresholds and ensembles can be fitted on them.
 *
 * @throws What `crossValidate` throws; `INVALID_OPTION` when the folds do not hold out each row once, such as repeated folds.
 * @see    scikit-learn's `cross_val_predict`.
 */
export async function crossValPredict(
  options: CrossValPredictOptions,
  train: Split<"train">,
  run: RunOptions = {},
): Promise<Float64Array> {
  const { cv = stratifiedKFold(), ...fitted } = predictOptions.resolve(options);
  checkTrainRun(train, run);
  const labelled = labelledFolds(cv, train);
  const classes = labelled.labels.classes.length;
  const out = new Float64Array(train.examples.length * classes);
  requirePartition(labelled.folds, train.examples.length, cv.params);
  for await (const { fold, data, model } of fitFolds(fitted, train, labelled, "predicting folds", run)) {
    const p = model.predictProba(data.test);
    fold.test.forEach((row, at) => {
      out.set(p.subarray(at * classes, (at + 1) * classes), row * classes);
    });
  }
  return out;
}
