import type { Classifier } from "@imdb/core";

/** How to make a classifier again: the function's name and its options, both JSON-safe. */
export interface Recipe {
  readonly classifier: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The recipe of a classifier of this package; others have none and run in the calling thread. */
export function recipeOf(classifier: Classifier): Recipe | undefined {
  const { recipe } = classifier as { readonly recipe?: Recipe };
  return recipe;
}
