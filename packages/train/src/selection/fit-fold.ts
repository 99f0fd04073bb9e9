import {
  type AnyVectorizer,
  type Classifier,
  type CsrMatrix,
  type FittedClassifier,
  fitVectorizer,
  type Labels,
  labelsOf,
  type RunOptions,
  type Split,
  type TrainLabels,
  throwIfCancelled,
  withRole,
} from "@imdb/core";
import { evaluationMetrics } from "@imdb/measures";
import { evaluate } from "../evaluate.js";
import type { CvSplitter, Fold } from "./splitter.js";

/** Both sides of a fold as matrices: what classifiers are fitted and evaluated on. */
export interface FoldMatrices {
  readonly train: CsrMatrix;
  readonly trainLabels: TrainLabels;
  readonly test: CsrMatrix;
  readonly testLabels: Labels;
}

/** How one classifier did on one fold. JSON-safe. */
export interface FoldScore {
  readonly metrics: Readonly<Record<string, number>>;
  readonly features: number;
  readonly warnings: readonly string[];
}

/** The labels of a split and its folds. Groups are those of its examples, when all have one. */
export function labelledFolds(cv: CvSplitter, train: Split<"train">) {
  const labels = labelsOf(train);
  const groups = train.examples.map((example) => example.group);
  const isGrouped = groups.every((group) => group !== undefined);
  return { labels, folds: cv.split(labels.codes, isGrouped ? (groups as string[]) : undefined) };
}

/** Both sides of a fold as matrices, of a vectorizer fitted on its training rows. */
export async function foldMatrices(
  vectorizer: AnyVectorizer,
  { texts }: Split<"train">,
  labels: TrainLabels,
  fold: Fold,
  run: RunOptions,
): Promise<FoldMatrices> {
  const textsOf = (rows: Uint32Array) => Array.from(rows, (row) => texts[row]!);
  const codesOf = (rows: Uint32Array) => Int32Array.from(rows, (row) => labels.codes[row]!);
  const trainLabels = { ...labels, codes: codesOf(fold.train) };
  const trainTexts = withRole("train", textsOf(fold.train));
  const fitted = await fitVectorizer(vectorizer, trainTexts, trainLabels, run);
  return {
    train: fitted.matrix,
    trainLabels,
    test: fitted.vectorizer.transform(withRole("validation", textsOf(fold.test))),
    testLabels: { ...labels, role: "validation", codes: codesOf(fold.test) },
  };
}

/** What steps of a run are given: their progress is their own. */
export function withoutProgress({ signal, threads, seed }: RunOptions): RunOptions {
  return { signal, threads, seed };
}

/** Fits on one fold after another, and gives each model with what the fold is made of. */
export async function* fitFolds(
  { vectorizer, classifier }: { vectorizer: AnyVectorizer; classifier: Classifier<FittedClassifier> },
  train: Split<"train">,
  { labels, folds }: ReturnType<typeof labelledFolds>,
  stage: string,
  run: RunOptions,
) {
  const inner = withoutProgress(run);
  let done = 0;
  for (const fold of folds) {
    throwIfCancelled(run.signal, "Cross-validation");
    const data = await foldMatrices(vectorizer, train, labels, fold, inner);
    yield { fold, data, model: await classifier.fit(data.train, data.trainLabels, inner) };
    run.onProgress?.({ stage, done: ++done, total: folds.length, unit: "folds" });
  }
}

/** Fits one classifier on a fold and evaluates it there. */
export async function fitFold(
  classifier: Classifier,
  data: FoldMatrices,
  run: RunOptions,
): Promise<FoldScore> {
  const model = await classifier.fit(data.train, data.trainLabels, run);
  const evaluation = evaluate(model, data.test, data.testLabels);
  return {
    metrics: evaluationMetrics(evaluation),
    features: data.train.cols,
    warnings: evaluation.warnings,
  };
}

/** Where classifiers are fitted: in this thread, or (from `@imdb/train/node`) on worker threads. */
export interface FoldRunner {
  /** Fits and scores each classifier on the fold; scores in their order. */
  run(classifiers: readonly Classifier[], data: FoldMatrices, run: RunOptions): Promise<FoldScore[]>;
  /** How many folds it works on at once. */
  readonly size: number;
}

/** Fits in the calling thread. */
export const inThisThread: FoldRunner = {
  size: 1,
  async run(classifiers, data, run) {
    const scores: FoldScore[] = [];
    for (const classifier of classifiers) scores.push(await fitFold(classifier, data, run));
    return scores;
  },
};
