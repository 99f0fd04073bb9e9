import { InvalidOption, labelsOf, type RunOptions, type Split, throwIfCancelled } from "@imdb/core";
import { type CrossValidateOptions, crossValidateOptions } from "./cross-validate.js";
import { fitVectorizer } from "./fit-vectorizer.js";
import { foldData, groupsOf } from "./fold-data.js";
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
  const { vectorizer, classifier, cv = stratifiedKFold() } = crossValidateOptions.resolve(options);
  const labels = labelsOf(train);
  const classes = labels.classes.length;
  const out = new Float64Array(train.examples.length * classes);
  const folds = cv.split(labels.codes, groupsOf(train));
  requirePartition(folds, train.examples.length, cv.params);
  const inner = { signal: run.signal, threads: run.threads, seed: run.seed };
  let done = 0;
  for (const fold of folds) {
    throwIfCancelled(run.signal, "Cross-validation");
    const data = foldData(train, labels, fold);
    const fitted = await fitVectorizer(vectorizer, data.trainTexts, data.trainLabels, inner);
    const model = await classifier.fit(fitted.matrix, data.trainLabels, inner);
    const p = model.predictProba(fitted.vectorizer.transform(data.testTexts));
    fold.test.forEach((row, at) => {
      out.set(p.subarray(at * classes, (at + 1) * classes), row * classes);
    });
    run.onProgress?.({ stage: "predicting folds", done: ++done, total: folds.length, unit: "folds" });
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
