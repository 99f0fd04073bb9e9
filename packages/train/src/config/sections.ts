import type { DecisionRule } from "@imdb/core";
import { configFields, optionsFromConfig } from "@imdb/core/config";
import { checkOption, type OptionRule, rule } from "@imdb/core/options";
import * as z from "zod";
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
 * The section `model` of a configuration, in snake case: the type of the classifier and its options. Unknown keys are
 * refused. An option that does not fit the type or the solver is refused when the classifier is made.
 */
export const modelSectionSchema = z.strictObject({
  type: z
    .enum(Object.keys(TYPES) as [keyof typeof TYPES, ...(keyof typeof TYPES)[]])
    .default("logistic_regression"),
  ...configFields<(typeof CLASSIFIER_OPTIONS)[number]>(...CLASSIFIER_OPTIONS),
});

/** The section `evaluation` of a configuration. */
export const evaluationSectionSchema = z.strictObject({
  /** Resamples of the 95 % intervals. 0: no intervals. */
  resamples: z.int().min(0).max(1_000_000).default(1000),
  /** The class, of two, that precision, recall, F1 and the threshold are about. Left out: that of the data. */
  positive_label: z.string().min(1).optional(),
});

const probability = z.number().min(0).max(1);

/**
 * The section `decision` of a configuration: how the probabilities of the model become a label. A threshold, or costs of
 * errors by the actual and the predicted label, and a confidence below which the model abstains. Left out: the most probable
 * label.
 */
export const decisionSectionSchema = z.union([
  z.strictObject({ threshold: probability, abstain_below: probability.optional() }),
  z.strictObject({
    costs: z.record(z.string(), z.record(z.string(), z.number().min(0))),
    abstain_below: probability.optional(),
  }),
  z.strictObject({ abstain_below: probability }),
]);

/**
 * The decision rule of a section `decision`.
 *
 * @throws `INVALID_OPTION`
 * @example
 * decisionRule({ threshold: 0.8, abstain_below: 0.6 }); // => { threshold: 0.8, abstainBelow: 0.6 }
 */
export function decisionRule(section: z.output<typeof decisionSectionSchema>): DecisionRule {
  checkOption("section", section, decisionRuleSection);
  const { abstain_below, ...rest } = section;
  return { ...rest, ...(abstain_below !== undefined && { abstainBelow: abstain_below }) } as DecisionRule;
}

const decisionRuleSection: OptionRule<z.output<typeof decisionSectionSchema>> = rule(
  "a section decision",
  (value) => decisionSectionSchema.safeParse(value).success,
);
const sectionRule: OptionRule<z.output<typeof modelSectionSchema>> = rule(
  "a section model with a known type",
  (value) => Object.hasOwn(TYPES, Object(value).type),
);

/**
 * The recipe of the classifier of a section `model`, for `classifierFromRecipe`.
 *
 * @throws `INVALID_OPTION`
 * @example
 * modelRecipe({ type: "linear_svc", c: 2 }); // => { classifier: "linearSvc", options: { C: 2 } }
 */
export function modelRecipe(section: z.output<typeof modelSectionSchema>): Recipe {
  const { type, ...rest } = checkOption("section", section, sectionRule);
  return { classifier: TYPES[type], options: optionsFromConfig(rest, ...CLASSIFIER_OPTIONS) };
}
