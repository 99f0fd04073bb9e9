import { configFields, optionsFromConfig } from "@imdb/core/config";
import { z } from "zod";
import { CLASSIFIER_OPTIONS } from "../classifier-from-recipe.js";
import type { Recipe } from "../fitting/recipe.js";

const TYPES = {
  logistic_regression: "logisticRegression",
  linear_svc: "linearSvc",
  multinomial_nb: "multinomialNb",
  complement_nb: "complementNb",
  nb_logistic_regression: "nbLogisticRegression",
  dummy: "dummyClassifier",
  dense_logistic_regression: "denseLogisticRegression",
  sgd: "sgdClassifier",
} as const;

/**
 * The section `model` of a configuration, in snake case: the type of classifier and its options. Unknown keys are
 * refused; an option that does not go with the type or the solver is, when the classifier is made.
 */
export const modelSectionSchema = z.strictObject({
  type: z
    .enum(Object.keys(TYPES) as [keyof typeof TYPES, ...(keyof typeof TYPES)[]])
    .default("logistic_regression"),
  ...configFields<(typeof CLASSIFIER_OPTIONS)[number]>(...CLASSIFIER_OPTIONS),
});

/** The section `evaluation` of a configuration. */
export const evaluationSectionSchema = z.strictObject({
  /** Resamples of the 95 % intervals; 0: none. */
  resamples: z.int().min(0).max(1_000_000).default(1000),
});

/**
 * The recipe of the classifier that a section `model` describes, for `classifierFromRecipe`.
 *
 * @example
 * modelRecipe({ type: "linear_svc", c: 2 }); // => { classifier: "linearSvc", options: { C: 2 } }
 */
export function modelRecipe({ type, ...rest }: z.output<typeof modelSectionSchema>): Recipe {
  return { classifier: TYPES[type], options: optionsFromConfig(rest, ...CLASSIFIER_OPTIONS) };
}
