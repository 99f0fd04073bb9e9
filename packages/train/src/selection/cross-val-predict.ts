import { InvalidOption, type RunOptions, type Split } from "@imdb/core";
import { type CrossValidateOptions, crossValidateOptions } from "./cross-validate.js";
import { fitFolds, labelledFolds } from "./fit-fold.js";
import type { CvSplitter, Fold } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";

/**
 * The probabilities that models of the folds give to the rows they did not see: `rows × classes`, row-major.
 * What calibration, thresholds and ensembles may be fitted on.
 *
 * @throws What `crossValidate` throws; `INVALID_OPTION` when the folds do not hold out each row once: repeated folds.
 * @see    scikit-learn's `cross_val_predict`.
 */
export async function crossValPredict(
  options: CrossValidateOptions,
  train: Split<"train">,
  run: RunOptions = {},
): Promise<Float64Array> {
  const { cv = stratifiedKFold(), ...fitted } = crossValidateOptions.resolve(options);
  const divided = labelledFolds(cv, train);
  const classes = divided.labels.classes.length;
  const out = new Float64Array(train.examples.length * classes);
  requirePartition(divided.folds, train.examples.length, cv.params);
  for await (const { fold, data, model } of fitFolds(fitted, train, divided, "predicting folds", run)) {
    const p = model.predictProba(data.test);
    fold.test.forEach((row, at) => {
      out.set(p.subarray(at * classes, (at + 1) * classes), row * classes);
    });
  }
  return out;
}

function requirePartition(folds: readonly Fold[], rows: number, params: CvSplitter["params"]): void {
  const held = new Uint8Array(rows);
  let once = 0;
  for (const { test } of folds) for (const row of test) once += held[row]!++ === 0 ? 1 : -1;
  if (once === rows) return;
  throw InvalidOption.create({
    option: "cv",
    value: JSON.stringify(params),
    expected: "a splitter whose folds hold out each row once",
  });
}
