import { type Classifier, InvalidOption } from "@imdb/core";
import { denseLogisticRegression, denseOptions } from "./dense/dense-logistic-regression.js";
import { dummyClassifier, dummyOptions } from "./dummy-classifier.js";
import type { Recipe } from "./fitting/recipe.js";
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

/** The schemas of the options that classifiers have, one or more a classifier. */
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

/** The names {@link classifierFromRecipe} knows. */
export const CLASSIFIERS: readonly string[] = Object.keys(MAKERS);

/**
 * Makes a classifier of its name and options: what configuration files and worker threads have.
 *
 * @throws `INVALID_OPTION` for a name or an option that does not exist.
 * @example
 * classifierFromRecipe({ classifier: "multinomialNb", options: { alpha: 0.5 } }).params; // => { alpha: 0.5 }
 */
export function classifierFromRecipe({ classifier, options }: Recipe): Classifier {
  if (!Object.hasOwn(MAKERS, classifier)) {
    throw InvalidOption.create({
      option: "classifier",
      value: classifier,
      expected: `one of ${CLASSIFIERS.join(", ")}`,
    });
  }
  return MAKERS[classifier]!(options as never);
}
