import {
  type AnyVectorizer,
  type Classifier,
  cleaningOf,
  contentHash,
  createSplit,
  type DecisionRule,
  type RunOptions,
  type Split,
  type TextEstimator,
  type TrainLabels,
  throwIfCancelled,
  withRole,
} from "@imdb/core";
import { ClassWithoutRows } from "../errors.js";
import { predictRows } from "../evaluate.js";
import {
  codesOf,
  foldMatrices,
  type HeldOut,
  type LabelledFolds,
  testLabelsOf,
  withoutProgress,
} from "./fit-fold.js";
import { type Fold, rowsOfClasses } from "./splitter.js";

/** A vectorizer and a classifier, neither of them fitted. */
export interface Pair {
  readonly vectorizer: AnyVectorizer;
  readonly classifier: Classifier;
}

/** What is fitted on the training rows of a fold: two parts, or an estimator that is more than these. */
export type FoldModel = Pair | { readonly estimator: TextEstimator };

/** What is fitted on a fold for an estimator: its parts, where they are all of it. */
export function foldModelOf(estimator: TextEstimator): FoldModel {
  return estimator.parts ?? { estimator };
}

/** What cross-validation fits: two parts, or an estimator of texts, which may have a positive class and a decision rule. */
export function fittedIn(options: Pair | { readonly estimator: TextEstimator }): {
  readonly model: FoldModel;
  readonly positive?: string | undefined;
  readonly decision?: DecisionRule | undefined;
} {
  if (!("estimator" in options)) return { model: options };
  const { positive, decision } = options.estimator;
  return { model: foldModelOf(options.estimator), positive, decision };
}

/** Fits on one fold after another, and yields each fold with the predictions for its test rows. */
export async function* predictFolds(
  model: FoldModel,
  train: Split<"train">,
  { labels, folds }: LabelledFolds,
  stage: string,
  run: RunOptions,
) {
  const inner = withoutProgress(run);
  let done = 0;
  for (const fold of folds) {
    throwIfCancelled(run.signal, "Cross-validation");
    const heldOut =
      "estimator" in model
        ? await predictByEstimator(model.estimator, train, labels, fold, inner)
        : await predictByPair(model, train, labels, fold, inner);
    yield { fold, heldOut };
    run.onProgress?.({ stage, done: ++done, total: folds.length, unit: "folds" });
  }
}

/**
 * Fits a vectorizer and a classifier on the training rows of a fold.
 *
 * @param sampleWeight  One weight for each row of the split, for the classifier. Default: 1.
 */
export async function fitPair(
  { vectorizer, classifier }: Pair,
  train: Split<"train">,
  labels: TrainLabels,
  fold: Fold,
  run: RunOptions,
  sampleWeight?: ArrayLike<number> | undefined,
) {
  const data = await foldMatrices(vectorizer, train, labels, fold, run);
  const weights = sampleWeight && Float64Array.from(fold.train, (row) => sampleWeight[row]!);
  const fit = weights ? { ...run, sampleWeight: weights } : run;
  return { data, model: await classifier.fit(data.train, data.trainLabels, fit) };
}

async function predictByPair(
  pair: Pair,
  train: Split<"train">,
  labels: TrainLabels,
  fold: Fold,
  run: RunOptions,
): Promise<HeldOut> {
  const { data, model } = await fitPair(pair, train, labels, fold, run);
  const { test, testLabels } = data;
  return { ...predictRows(model, test, testLabels), labels: testLabels, features: data.train.cols };
}

/** Fits an estimator on the training rows of a fold, and predicts the other rows. */
export async function predictByEstimator(
  estimator: TextEstimator,
  train: Split<"train">,
  labels: TrainLabels,
  fold: Fold,
  run: RunOptions,
): Promise<HeldOut> {
  const counts = rowsOfClasses(codesOf(labels, fold.train));
  const without = labels.classes.find((_, k) => !counts[k]);
  if (without !== undefined) throw ClassWithoutRows.create({ label: without, rows: fold.train.length });
  const fitted = await estimator.fit(rowsOf(train, fold.train), run);
  const texts = Array.from(fold.test, (row) => train.texts[row]!);
  const { classes, featureCount: features, report } = fitted;
  return {
    classes,
    probabilities: fitted.predictProba(withRole("validation", texts, cleaningOf(train.texts))),
    report,
    labels: testLabelsOf(labels, fold),
    features,
  };
}

/** Some rows of a train split, as a train split. */
function rowsOf({ version, examples, texts, positive }: Split<"train">, rows: Uint32Array): Split<"train"> {
  const part = Array.from(rows, (row) => examples[row]!);
  const cleaning = cleaningOf(texts);
  return createSplit("train", part, contentHash({ split: version, rows: [...rows] }), { cleaning, positive });
}
