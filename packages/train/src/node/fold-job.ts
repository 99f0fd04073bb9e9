import type { Recipe } from "../fitting/recipe.js";
import type { FoldMatrices } from "../selection/fit-fold.js";

/** What a fold worker is asked to do: fit and score each recipe on a fold. */
export interface FoldJob {
  readonly recipes: readonly Recipe[];
  readonly data: FoldMatrices;
  readonly seed: number | undefined;
}
