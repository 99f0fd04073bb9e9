import { parseWith } from "@imdb/core";
import { configFields, parseConfig } from "@imdb/core/config";
import * as z from "zod";
import { classifierFromRecipe } from "../classifier-from-recipe.js";
import { trainTestOptions } from "../selection/train-test-split.js";
import {
  decisionSectionSchema,
  evaluationSectionSchema,
  modelRecipe,
  modelSectionSchema,
} from "./sections.js";

const trainTest = configFields(trainTestOptions);

/** The schema of a training configuration, in snake case. Unknown keys are refused. */
export const trainConfigSchema = z.strictObject({
  project: z.strictObject({
    name: z.string().min(1).max(200),
    intended_use: z.string().min(1).default("Not stated."),
  }),
  data: z
    .strictObject({
      /** The share of the rows that is kept for evaluation. */
      test_size: trainTest.test_size.default(0.2),
      /** The seed of the split, the solver and the intervals. */
      random_state: trainTest.seed.default(0),
      /** What is done about a class with one row. */
      small_classes: trainTest.small_classes.default("refuse"),
    })
    .prefault({}),
  /** Passed to the caller's `vectorizer` function without changes. */
  features: z.record(z.string(), z.json()).default({}),
  model: modelSectionSchema.prefault({}),
  evaluation: evaluationSectionSchema.prefault({}),
  decision: decisionSectionSchema.optional(),
});

/** A checked training configuration with all defaults. */
export interface TrainConfig extends z.output<typeof trainConfigSchema> {}

/** A training configuration before the defaults are filled in. */
export interface TrainConfigInput extends z.input<typeof trainConfigSchema> {}

/**
 * Checks a configuration: an object, or the text of a YAML or JSON file.
 *
 * @throws `SCHEMA_MISMATCH` naming every wrong field, or the line where the text is not YAML; `INVALID_OPTION`
 *         when a model option does not fit the type or the solver of the model.
 * @example
 * parseTrainConfig("project: { name: demo }").data.test_size; // => 0.2
 */
export function parseTrainConfig(config: unknown): TrainConfig {
  const what = "The training configuration";
  const parsed = parseWith(trainConfigSchema, parseConfig(config, what), what);
  classifierFromRecipe(modelRecipe(parsed.model));
  return parsed;
}
