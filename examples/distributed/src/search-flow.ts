import { flow, searchFlow, task } from "@imdb/flow";
import { fitFold, logisticRegression } from "@imdb/train";
import type { DatasetName } from "./dataset.js";
import { type FoldFile, foldFeatures, readFold } from "./fold-features.js";

/** The input of the search flow. */
export interface SearchInput {
  readonly dataset: DatasetName;
  readonly folds: number;
  readonly ngramRanges: readonly (readonly [number, number])[];
  readonly C: readonly number[];
}

/** One point of the grid, with the matrices of its folds. */
export interface Point {
  readonly ngramRange: readonly [number, number];
  readonly C: number;
  readonly folds: readonly FoldFile[];
}

/** The score of a point. */
export interface PointScore {
  /** The mean over the folds. */
  readonly accuracy: number;
  readonly logLoss: number;
  /** The score of each fold. */
  readonly accuracies: readonly number[];
  readonly features: number;
}

/** Fits and evaluates one point of the grid on all folds. */
export function fitPoint(shared: string) {
  return task(
    {
      name: "fit point",
      retries: 2,
      // The other points of the grid do not change the score of this one.
      cache: { key: ({ candidate }: { readonly candidate: Point }) => candidate },
    },
    async ({ candidate }: { readonly candidate: Point }, ctx): Promise<PointScore> => {
      const classifier = logisticRegression({ solver: "liblinear", C: candidate.C, tol: 0.01 });
      const scores: Readonly<Record<string, number>>[] = [];
      for (const fold of candidate.folds) {
        const { metrics } = await fitFold(classifier, await readFold(shared, fold), ctx);
        scores.push(metrics);
        ctx.onProgress({
          stage: "fitting",
          done: scores.length,
          total: candidate.folds.length,
          unit: "folds",
        });
      }
      const mean = (metric: string) => scores.reduce((sum, one) => sum + one[metric]!, 0) / scores.length;
      return {
        accuracy: mean("accuracy"),
        logLoss: mean("logLoss"),
        accuracies: scores.map((one) => one["accuracy"]!),
        features: Math.round(
          candidate.folds.reduce((sum, { features }) => sum + features, 0) / scores.length,
        ),
      };
    },
  );
}

/**
 * A grid search by cross-validation on the train split: first the features of every fold, then every point of the grid,
 * both on the runner of the run.
 */
export function sentimentSearch(shared: string) {
  const features = foldFeatures(shared);
  const points = searchFlow({
    name: "grid",
    candidates: ({ grid }: { readonly grid: readonly Point[] }) => grid,
    evaluate: fitPoint(shared),
    score: ({ accuracy }) => accuracy,
  });
  return flow({ name: "sentiment search" }, async (input: SearchInput) => {
    const { dataset, folds, ngramRanges } = input;
    const wanted = ngramRanges.flatMap((ngramRange) =>
      Array.from({ length: folds }, (_, fold) => ({ dataset, ngramRange, folds, fold })),
    );
    const files = await features.map(wanted);
    const grid = ngramRanges.flatMap((ngramRange, i) =>
      input.C.map((C) => ({ ngramRange, C, folds: files.slice(i * folds, (i + 1) * folds) })),
    );
    const { results, failed } = await points({ grid });
    return {
      dataset: dataset.version,
      points: results.map(({ candidate, outcome, rank }) => ({
        ngramRange: candidate.ngramRange,
        C: candidate.C,
        rank,
        ...outcome,
      })),
      failed: failed.map(({ candidate: { ngramRange, C }, error }) => ({
        ngramRange,
        C,
        error: String(error),
      })),
    };
  });
}
