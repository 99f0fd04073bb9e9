import type { RunOptions, TrainData } from "@imdb/core";
import { optionsOf } from "@imdb/core/options";
import { checkTrainRun } from "../fitting/arguments.js";
import {
  type CrossValidateOptions,
  crossValidateOptions,
  type TextCrossValidateOptions,
  textCrossValidateOptions,
} from "./cross-validate.js";
import { labelledFolds } from "./fit-fold.js";
import { fittedIn, predictFolds } from "./fold-model.js";
import { requirePartition } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";

/** Options of {@link crossValPredict}. */
export type CrossValPredictOptions =
  | Omit<CrossValidateOptions, "scoring">
  | Omit<TextCrossValidateOptions, "scoring">;

const pairOptions = optionsOf<Omit<CrossValidateOptions, "scoring">, "cv">(
  withoutScoring(crossValidateOptions.rules),
);
const textOptions = optionsOf<Omit<TextCrossValidateOptions, "scoring">, "cv">(
  withoutScoring(textCrossValidateOptions.rules),
);

// A function, since no bundler leaves out a constant that is taken apart.
function withoutScoring<R extends { readonly scoring: unknown }>({
  scoring: _,
  ...rules
}: R): Omit<R, "scoring"> {
  return rules;
}

/**
 * Out-of-fold probabilities, `rows × classes`, row-major: each row is predicted by the model of the fold that holds it
 * out. Calibration, thresholds and ensembles can be fitted on them.
 *
 * @throws What `crossValidate` throws; `INVALID_OPTION` when the folds do not hold out each row once, such as repeated folds.
 * @see    scikit-learn's `cross_val_predict`.
 */
export async function crossValPredict(
  options: CrossValPredictOptions,
  train: TrainData,
  run: RunOptions = {},
): Promise<Float64Array> {
  const { cv = stratifiedKFold(), ...fitted } =
    "estimator" in Object(options)
      ? textOptions.resolve(options as TextCrossValidateOptions)
      : pairOptions.resolve(options as CrossValidateOptions);
  const split = checkTrainRun(train, run);
  const labelled = labelledFolds(cv, split);
  const classes = labelled.labels.classes.length;
  const out = new Float64Array(split.examples.length * classes);
  requirePartition(labelled.folds, split.examples.length, cv.params);
  const { model } = fittedIn(fitted);
  for await (const { fold, heldOut } of predictFolds(model, split, labelled, "predicting folds", run)) {
    const p = heldOut.probabilities;
    fold.test.forEach((row, at) => {
      out.set(p.subarray(at * classes, (at + 1) * classes), row * classes);
    });
  }
  return out;
}
