import {
  type AnyVectorizer,
  type Classifier,
  type CsrMatrix,
  cleaningOf,
  type DecisionRule,
  fitVectorizer,
  isCsrMatrix,
  type Labels,
  labelsOf,
  type RunOptions,
  type Split,
  type TrainLabels,
  withRole,
} from "@imdb/core";
import { checkOption, checkRun, type OptionRule, rule } from "@imdb/core/options";
import { evaluationMetrics } from "@imdb/measures";
import { evaluatePredictions, type Predictions, predictRows } from "../evaluate.js";
import { classifierRule } from "../fitting/arguments.js";
import type { CvSplitter, Fold } from "./splitter.js";

/** The matrices and labels of a fold, for fitting and for evaluation. */
export interface FoldMatrices {
  readonly train: CsrMatrix;
  readonly trainLabels: TrainLabels;
  readonly test: CsrMatrix;
  readonly testLabels: Labels;
}

const foldRule: OptionRule<FoldMatrices> = rule(
  "the matrices and labels of a fold",
  (value) => isCsrMatrix(Object(value).train) && isCsrMatrix(Object(value).test),
);

/** The metrics of one classifier on one fold. JSON-safe without the probabilities. */
export interface FoldScore {
  readonly metrics: Readonly<Record<string, number>>;
  readonly features: number;
  readonly warnings: readonly string[];
  /** `rows × classes` of the test rows, row-major, when they were asked for. */
  readonly probabilities?: Float64Array;
}

/** Run options of the fits on a fold. */
export interface FoldRun extends RunOptions {
  /** `"probabilities"`: the scores have the probabilities of the test rows, for a scorer. Default `"metrics"`. */
  readonly keep?: "metrics" | "probabilities" | undefined;
  /** How probabilities become labels. Default: the most probable label. */
  readonly decision?: DecisionRule | undefined;
}

/** The labels of a split and its folds. */
export interface LabelledFolds {
  readonly labels: TrainLabels;
  readonly folds: readonly Fold[];
}

/**
 * The labels of a split and its folds. The groups of the examples are used when all examples have one.
 *
 * @param positive  The positive class. Default: that of the split.
 */
export function labelledFolds(
  cv: CvSplitter,
  train: Split<"train">,
  positive?: string | undefined,
): LabelledFolds {
  const labels = labelsOf(train, { positive });
  const groups = train.examples.map((example) => example.group);
  const isGrouped = groups.every((group) => group !== undefined);
  const folds = cv.split(labels.codes, isGrouped ? (groups as string[]) : undefined, labels.classes);
  return { labels, folds };
}

/** The labels of the test rows of a fold. */
export function testLabelsOf(labels: TrainLabels, { test }: Fold): Labels {
  return { ...labels, role: "validation", codes: codesOf(labels, test) };
}

/** The class codes of some rows. */
export function codesOf({ codes }: TrainLabels, rows: Uint32Array): Int32Array {
  return Int32Array.from(rows, (row) => codes[row]!);
}

/** The matrices of a fold, made by a vectorizer that is fitted on the training rows of the fold. */
export async function foldMatrices(
  vectorizer: AnyVectorizer,
  { texts }: Split<"train">,
  labels: TrainLabels,
  fold: Fold,
  run: RunOptions,
): Promise<FoldMatrices> {
  const textsOf = (rows: Uint32Array) => Array.from(rows, (row) => texts[row]!);
  const trainLabels = { ...labels, codes: codesOf(labels, fold.train) };
  const trainTexts = withRole("train", textsOf(fold.train), cleaningOf(texts));
  const fitted = await fitVectorizer(vectorizer, trainTexts, trainLabels, run);
  return {
    train: fitted.matrix,
    trainLabels,
    test: fitted.vectorizer.transform(withRole("validation", textsOf(fold.test))),
    testLabels: testLabelsOf(labels, fold),
  };
}

/** The predictions of a fold's model for the rows that the fold holds out. */
export interface HeldOut extends Predictions {
  readonly labels: Labels;
  /** The number of features of the model. */
  readonly features: number;
}

/** An evaluation without intervals. */
export const NO_INTERVALS = { resamples: 0, seed: 0 } as const;

/** Run options for the steps of a longer run, which reports the progress itself. */
export function withoutProgress({ signal, threads, seed }: RunOptions): RunOptions {
  return { signal, threads, seed };
}

/**
 * Fits a classifier on the training rows of a fold, and evaluates it on the other rows.
 *
 * @throws `INVALID_OPTION`, and what the classifier throws.
 */
export async function fitFold(classifier: Classifier, data: FoldMatrices, run: FoldRun): Promise<FoldScore> {
  checkOption("classifier", classifier, classifierRule);
  checkOption("data", data, foldRule);
  if (typeof run !== "object" || run === null) checkRun(run, "fitFold");
  const { keep, decision, ...inner } = run;
  checkRun(inner, "fitFold");
  const model = await classifier.fit(data.train, data.trainLabels, inner);
  const predictions = predictRows(model, data.test, data.testLabels);
  return scoreFold(
    { ...predictions, labels: data.testLabels, features: data.train.cols },
    { keep, decision },
  );
}

/** The score of a fold's predictions for the rows that it holds out. */
export function scoreFold(
  heldOut: HeldOut,
  { keep, decision }: Pick<FoldRun, "keep" | "decision">,
): FoldScore {
  const { labels, features, probabilities } = heldOut;
  const { evaluation } = evaluatePredictions(heldOut, labels, { ...NO_INTERVALS, decision });
  return {
    metrics: evaluationMetrics(evaluation),
    features,
    warnings: evaluation.warnings,
    ...(keep === "probabilities" && { probabilities }),
  };
}

/** Runs the fits of a search: in the calling thread, or on worker threads (`workerFolds` of `@imdb/train/node`). */
export interface FoldRunner {
  /** Fits and evaluates each classifier on the fold. The scores have the order of the classifiers. */
  run(classifiers: readonly Classifier[], data: FoldMatrices, run: FoldRun): Promise<FoldScore[]>;
  /** The number of folds that run at the same time. */
  readonly size: number;
}

/** The runner that fits in the calling thread. */
export const inThisThread: FoldRunner = {
  size: 1,
  async run(classifiers, data, run) {
    const scores: FoldScore[] = [];
    for (const classifier of classifiers) scores.push(await fitFold(classifier, data, run));
    return scores;
  },
};
