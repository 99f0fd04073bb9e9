/** The script that the threads of this package run. */
import { parentPort } from "node:worker_threads";
import { serveJobs } from "@imdb/runtime/threads";
import { classifierFromRecipe } from "./classifier-from-recipe.js";
import type { FoldJob } from "./node/worker-folds.js";
import { type FoldScore, fitFold } from "./selection/fit-fold.js";

serveJobs<FoldJob, FoldScore[]>("@imdb/train", parentPort, async ({ recipes, data, ...run }) => {
  const scores: FoldScore[] = [];
  for (const recipe of recipes) scores.push(await fitFold(classifierFromRecipe(recipe), data, run));
  return { value: scores };
});
