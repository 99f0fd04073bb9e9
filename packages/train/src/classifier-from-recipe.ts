import { type Classifier, InvalidOption } from "@imdb/core";
import { checkOption } from "@imdb/core/options";
import { denseLogisticRegression, denseOptions } from "./dense/dense-logistic-regression.js";
import { dummyClassifier, dummyOptions } from "./dummy-classifier.js";
import { type Recipe, recipeRule } from "./fitting/recipe.js";
import { linearSvc, linearSvcOptions } from "./linear/linear-svc.js";
import { logisticOptions } from "./linear/logistic-options.js";
import { logisticRegression } from "./linear/logistic-regression.js";
import { complementNb, complementNbOptions } from "./naive-bayes/complement-nb.js";
import { multinomialNb, multinomialNbOptions } from "./naive-bayes/multinomial-nb.js";
import { nbLogisticRegression, nbWeightOptions } from "./naive-bayes/nb-logistic-regression.js";
import { sgdClassifier, sgdOptions } from "./sgd/sgd-classifier.js";

const MAKERS: Readonly<Record<string, (options: never) => Classifier>> = {
  logisticRegression,
  linearSvc,
  multinomialNb,
  complementNb,
  nbLogisticRegression,
  dummyClassifier,
  denseLogisticRegression,
  sgdClassifier,
};

/** The schemas of the options of all classifiers. Some classifiers have more than one. */
export const CLASSIFIER_OPTIONS = [
  ...logisticOptions.forms,
  linearSvcOptions,
  multinomialNbOptions,
  complementNbOptions,
  nbWeightOptions,
  ...dummyOptions.forms,
  denseOptions,
  sgdOptions,
] as const;

/** The names that {@link classifierFromRecipe} accepts. */
export const CLASSIFIERS: readonly string[] = /* @__PURE__ */ Object.keys(MAKERS);

/**
 * Makes a classifier from its name and options. Configuration files and worker threads use it.
 *
 * @throws `INVALID_OPTION` for a name or an option that does not exist.
 * @example
 * classifierFromRecipe({ classifier: "multinomialNb", options: { alpha: 0.5 } }).params; // => { alpha: 0.5 }
 */
export function classifierFromRecipe(recipe: Recipe): Classifier {
  const { classifier, options } = checkOption("recipe", recipe, recipeRule);
  if (!Object.hasOwn(MAKERS, classifier)) {
    throw InvalidOption.create({
      option: "classifier",
      value: classifier,
      expected: `one of ${CLASSIFIERS.join(", ")}`,
    });
  }
  return MAKERS[classifier]!(options as never);
}
