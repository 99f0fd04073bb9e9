import type { Classifier } from "@imdb/core";
import { anObject, checkOption } from "@imdb/core/options";
import { classifierRule } from "./arguments.js";

/** The name of the function that makes a classifier, and its options. JSON-safe. */
export interface Recipe {
  readonly classifier: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The rule of a recipe. */
export const recipeRule = anObject<Recipe>("a recipe: the name of a classifier and its options");

/**
 * The recipe of a classifier of this package. Other classifiers have no recipe, and are fitted in the calling thread.
 *
 * @throws `INVALID_OPTION`
 */
export function recipeOf(classifier: Classifier): Recipe | undefined {
  checkOption("classifier", classifier, classifierRule);
  const { recipe } = classifier as { readonly recipe?: Recipe };
  return recipe;
}
