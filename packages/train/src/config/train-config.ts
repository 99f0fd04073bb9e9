import { parseWith, SchemaMismatch } from "@imdb/core";
import { parse } from "yaml";
import { z } from "zod";
import { classifierFromRecipe } from "../classifier-from-recipe.js";
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

const classWeight = z.union([z.literal("balanced"), z.record(z.string(), z.number().positive())]);

/** What a training configuration may hold; snake case, as in files. Unknown keys are refused. */
export const trainConfigSchema = z.strictObject({
  project: z.strictObject({
    name: z.string().min(1).max(200),
    intended_use: z.string().min(1).default("Not stated."),
  }),
  data: z
    .strictObject({
      /** Share of the rows, or of the groups' rows, kept for evaluation. */
      test_size: z.number().gt(0).lt(1).default(0.2),
      /** Seed of the split, the solver and the intervals. */
      random_state: z.int().min(0).max(0xffffffff).default(0),
    })
    .prefault({}),
  /** Handed to the caller's vectorizer as it is. */
  features: z.record(z.string(), z.json()).default({}),
  model: z
    .strictObject({
      type: z
        .enum(Object.keys(TYPES) as [keyof typeof TYPES, ...(keyof typeof TYPES)[]])
        .default("logistic_regression"),
      c: z.number().positive().optional(),
      solver: z.enum(["liblinear", "lbfgs", "newton-cg", "coordinate-descent"]).optional(),
      penalty: z.enum(["l2", "l1", "elasticnet"]).optional(),
      l1_ratio: z.number().min(0).max(1).optional(),
      dual: z.boolean().optional(),
      tol: z.number().positive().optional(),
      max_iter: z.int().positive().optional(),
      fit_intercept: z.boolean().optional(),
      intercept_scaling: z.number().positive().optional(),
      class_weight: classWeight.optional(),
      loss: z.enum(["hinge", "squaredHinge"]).optional(),
      alpha: z.number().positive().optional(),
      beta: z.number().min(0).max(1).optional(),
      norm: z.boolean().optional(),
      strategy: z.enum(["prior", "mostFrequent", "uniform", "constant"]).optional(),
      constant: z.string().optional(),
      features: z.int().positive().optional(),
      num_steps: z.int().positive().optional(),
      learning_rate: z.number().positive().optional(),
      eta0: z.number().positive().optional(),
      epochs: z.int().positive().optional(),
    })
    .prefault({}),
  evaluation: z
    .strictObject({
      /** Resamples of the 95 % intervals; 0: none. */
      resamples: z.int().min(0).max(1_000_000).default(1000),
    })
    .prefault({}),
});

/** A checked training configuration with its defaults. */
export type TrainConfig = z.output<typeof trainConfigSchema>;

/** A training configuration as it is written. */
export type TrainConfigInput = z.input<typeof trainConfigSchema>;

/**
 * Checks a configuration: an object, or the text of a YAML or JSON file.
 *
 * @throws `SCHEMA_MISMATCH` naming every wrong field, or the line where the text is not YAML; `INVALID_OPTION`
 *         when a model option does not go with the model's type or solver.
 * @example
 * parseTrainConfig("project: { name: demo }").data.test_size; // => 0.2
 */
export function parseTrainConfig(config: unknown): TrainConfig {
  const parsed = parseWith(
    trainConfigSchema,
    typeof config === "string" ? parseYaml(config) : config,
    "The training configuration",
  );
  classifierFromRecipe(modelRecipe(parsed));
  return parsed;
}

/** The recipe of a configuration's model: its type and options in camel case. */
export function modelRecipe({ model }: Pick<TrainConfig, "model">): Recipe {
  const { type, ...rest } = model;
  const options: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(rest)) if (value !== undefined) options[camelCase(key)] = value;
  return { classifier: TYPES[type], options };
}

function camelCase(key: string): string {
  return key === "c" ? "C" : key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function parseYaml(text: string): unknown {
  try {
    // Aliases can grow a small file without bound.
    return parse(text, { maxAliasCount: 0 });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split("\n", 1)[0]! : String(cause);
    throw SchemaMismatch.create(
      { what: "The training configuration", issues: [{ path: "", message }] },
      { cause },
    );
  }
}
