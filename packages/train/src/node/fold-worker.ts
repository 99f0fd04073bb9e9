import { parentPort } from "node:worker_threads";
import { serveJobs } from "@imdb/runtime/threads";
import { classifierFromRecipe } from "../classifier-from-recipe.js";
import { type FoldScore, fitFold } from "../selection/fit-fold.js";
import type { FoldJob } from "./worker-folds.js";

serveJobs<FoldJob, FoldScore[]>(parentPort, async ({ recipes, data, seed }) => {
  const scores: FoldScore[] = [];
  for (const recipe of recipes) scores.push(await fitFold(classifierFromRecipe(recipe), data, { seed }));
  return { value: scores };
});
