import { availableParallelism } from "node:os";
import { integer, optional, optionsOf } from "@imdb/core/options";
import {
  checkWorkerScript,
  createWorkerPool,
  type WorkerScriptOption,
  workerScriptRules,
} from "@imdb/runtime/threads";
import { type Recipe, recipeOf } from "../fitting/recipe.js";
import {
  type FoldMatrices,
  type FoldRun,
  type FoldRunner,
  type FoldScore,
  inThisThread,
} from "../selection/fit-fold.js";
import { workerScript } from "../worker-script.js";

/** The job of a fold worker: fit and evaluate each recipe on a fold. */
export interface FoldJob extends Pick<FoldRun, "seed" | "keep" | "decision"> {
  readonly recipes: readonly Recipe[];
  readonly data: FoldMatrices;
}

/** Options of {@link workerFolds}. */
export interface WorkerFoldsOptions extends WorkerScriptOption {
  readonly threads?: number;
}

const poolOptions = optionsOf<WorkerFoldsOptions, keyof WorkerFoldsOptions>({
  threads: optional(integer(1, 1024)),
  ...workerScriptRules,
});

/** A fold runner on worker threads. */
export interface WorkerFolds extends FoldRunner {
  /** Stops the threads. Call it in a `finally` block. */
  close(): Promise<void>;
}

/**
 * A runner that fits the folds of a search on worker threads, while the calling thread vectorizes the next fold. The
 * scores are the same for any number of threads. A classifier that is not of this package has no recipe and cannot be
 * sent to a thread: its folds are fitted in the calling thread.
 *
 * Without the worker script, as in a bundle of one file, all folds are fitted in the calling thread, with a warning.
 *
 * @param options  `threads`: the number of threads, from 1 to 1024. Default: the number of cores. `workerScript`: a copy
 *                 or a bundle of `@imdb/train/worker`.
 * @throws `INVALID_OPTION`, `INVALID_WORKER_SCRIPT`; a search with it throws `CANCELLED`, `WORKER_FAILURE`, and what the classifiers throw.
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
export function workerFolds(options: WorkerFoldsOptions = {}): WorkerFolds {
  const { threads: size = availableParallelism(), workerScript: given } = poolOptions.resolve(options);
  const script = workerScript(given);
  if (!script) return { ...inThisThread, close: async () => {} };
  const pool = createWorkerPool<FoldJob, FoldScore[]>(script, size);
  return {
    size,
    async run(classifiers, data, run) {
      await checkWorkerScript(script);
      const recipes = classifiers.map(recipeOf);
      if (!recipes.every((recipe): recipe is Recipe => recipe !== undefined)) {
        return inThisThread.run(classifiers, data, run);
      }
      const { seed, keep, decision, signal } = run;
      return pool.run({ recipes, data, seed, keep, decision }, { signal });
    },
    close: () => pool.close(),
  };
}
