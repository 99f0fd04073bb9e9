import type { Classifier, CsrMatrix, Labels, RunOptions, TrainLabels } from "@imdb/core";
import { evaluationMetrics } from "@imdb/measures";
import { evaluate } from "../evaluate.js";

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
