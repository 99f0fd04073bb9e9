import {
  type Classifier,
  type FitReport,
  type FittedClassifier,
  labelsOf,
  type RunOptions,
  type Split,
  type TrainLabels,
  throwIfCancelled,
  type Vectorizer,
  withRole,
} from "@imdb/core";
import { type Evaluation, evaluate, evaluationMetrics } from "../evaluate.js";
import type { Splitter } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";

/** What {@link crossValidate} puts through the folds. */
export interface CrossValidateOptions {
  readonly vectorizer: Vectorizer;
  readonly classifier: Classifier<FittedClassifier>;
  /** Default: five stratified folds in row order. */
  readonly cv?: Splitter;
}

/** One fold's outcome. */
export interface FoldResult {
  readonly evaluation: Evaluation;
  readonly report?: FitReport;
  readonly features: number;
}

/** The outcome of all folds. */
export interface CrossValidation {
  readonly folds: readonly FoldResult[];
  /** Mean over the folds of every metric that has a value in all of them. */
  readonly mean: Readonly<Record<string, number>>;
  /** Standard deviation over the folds (of the population, as NumPy's `std`). */
  readonly std: Readonly<Record<string, number>>;
}

/**
 * Fits and evaluates on each fold. The vectorizer is fitted on the fold's own training rows, always: a
 * vocabulary or an idf that has seen the evaluation rows flatters the score.
 *
 * @param train  A train split. Groups, where the splitter needs them, are its examples' `group`.
 * @throws `NOT_TRAIN_SPLIT`, `TOO_FEW_FOR_FOLDS`, `CANCELLED`, and what the vectorizer and classifier throw.
 * @example
 * const { mean } = await crossValidate({ vectorizer, classifier, cv: groupKFold({ folds: 5 }) }, train);
 */
export async function crossValidate(
  options: CrossValidateOptions,
  train: Split<"train">,
  run: RunOptions = {},
): Promise<CrossValidation> {
  const { vectorizer, classifier, cv = stratifiedKFold() } = options;
  const labels = labelsOf(train);
  const folds = cv.split(labels.codes, groupsOf(train));
  const results: FoldResult[] = [];
  for (const fold of folds) {
    throwIfCancelled(run.signal, "Cross-validation");
    const inner = { signal: run.signal, threads: run.threads, seed: run.seed };
    const data = foldData(train, labels, fold);
    const fitted = await vectorizer.fitTransform(data.trainTexts, inner);
    const model = await classifier.fit(fitted.matrix, data.trainLabels, inner);
    const evaluation = evaluate(model, fitted.vectorizer.transform(data.testTexts), data.testLabels);
    results.push({
      evaluation,
      features: fitted.vectorizer.featureCount,
      ...(model.report && { report: model.report }),
    });
    run.onProgress?.({ stage: "cross-validating", done: results.length, total: folds.length, unit: "folds" });
  }
  return { folds: results, ...summarize(results.map(({ evaluation }) => evaluationMetrics(evaluation))) };
}

/** The groups of a split's examples, when all have one. */
export function groupsOf(train: Pick<Split, "examples">): string[] | undefined {
  const groups = train.examples.map((example) => example.group);
  return groups.every((group) => group !== undefined) ? (groups as string[]) : undefined;
}

/** The texts and labels of both sides of a fold. */
export function foldData(
  train: Pick<Split<"train">, "texts">,
  labels: TrainLabels,
  fold: { readonly train: Uint32Array; readonly test: Uint32Array },
) {
  const pick = (rows: Uint32Array) => Array.from(rows, (row) => train.texts[row]!);
  const codes = (rows: Uint32Array) => Int32Array.from(rows, (row) => labels.codes[row]!);
  return {
    trainTexts: withRole("train", pick(fold.train)),
    testTexts: withRole("validation", pick(fold.test)),
    trainLabels: { ...labels, codes: codes(fold.train) } satisfies TrainLabels,
    testLabels: { ...labels, role: "validation" as const, codes: codes(fold.test) },
  };
}

/** Mean and standard deviation of every metric that all folds have. */
export function summarize(folds: readonly Readonly<Record<string, number>>[]): {
  mean: Record<string, number>;
  std: Record<string, number>;
} {
  const mean: Record<string, number> = {};
  const std: Record<string, number> = {};
  for (const name of Object.keys(folds[0] ?? {})) {
    const values = folds.map((fold) => fold[name]);
    if (!values.every((value) => value !== undefined)) continue;
    const average = values.reduce((a, b) => a + b, 0) / values.length;
    mean[name] = average;
    std[name] = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length);
  }
  return { mean, std };
}
