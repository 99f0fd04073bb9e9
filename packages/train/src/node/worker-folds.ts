import { availableParallelism } from "node:os";
import { builtFile, createWorkerPool } from "@imdb/runtime/threads";
import { type Recipe, recipeOf } from "../fitting/recipe.js";
import { type FoldMatrices, type FoldRunner, type FoldScore, inThisThread } from "../selection/fit-fold.js";

/** What a fold worker is asked to do: fit and score each recipe on a fold. */
export interface FoldJob {
  readonly recipes: readonly Recipe[];
  readonly data: FoldMatrices;
  readonly seed: number | undefined;
}

/** Worker threads for a search. */
export interface WorkerFolds extends FoldRunner {
  /** Stops the threads. Call it in a `finally`. */
  close(): Promise<void>;
}

/**
 * Fits the folds of a search on worker threads, while the calling thread vectorizes the next. Scores are the
 * same as in the calling thread, whatever the number of threads. Classifiers that are not of this package have
 * no recipe to cross threads with: folds with one are fitted in the calling thread.
 *
 * @param options  `threads`: default the machine's cores.
 * @throws `INVALID_OPTION`; on running `CANCELLED`, `WORKER_FAILURE`, and what the classifiers throw.
 * @example
 * import type { Split } from "@imdb/core";
 * import { gridSearchCV, type SearchOptions } from "@imdb/train";
 * async function search(space: SearchOptions, reviews: Split<"train">) {
 *   const runner = workerFolds({ threads: 2 });
 *   try {
 *     return await gridSearchCV({ ...space, runner }, reviews);
 *   } finally {
 *     await runner.close();
 *   }
 * }
 */
export function workerFolds(options: { readonly threads?: number } = {}): WorkerFolds {
  const size = options.threads ?? availableParallelism();
  const pool = createWorkerPool<FoldJob, FoldScore[]>(
    builtFile(import.meta.url, "node/fold-worker.js"),
    size,
  );
  return {
    size,
    run(classifiers, data, run) {
      const recipes = classifiers.map(recipeOf);
      if (!recipes.every((recipe): recipe is Recipe => recipe !== undefined)) {
        return inThisThread.run(classifiers, data, run);
      }
      return pool.run({ recipes, data, seed: run.seed }, { signal: run.signal });
    },
    close: () => pool.close(),
  };
}
