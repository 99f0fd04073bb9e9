import { type CsrMatrix, type LinearClassifier, labelsOf } from "@imdb/core";
import { task } from "@imdb/flow";
import { evaluate, type PositiveEvaluation } from "@imdb/train";
import type { StepKeys } from "../step-keys.js";
import type { Label, Reviews } from "./reviews.js";

interface Input {
  readonly keys: StepKeys;
  readonly reviews: Reviews;
  readonly matrix: CsrMatrix;
  readonly model: LinearClassifier;
}

/** Evaluates the model on the test split. */
export const evaluateModel = task(
  { name: "evaluate", cache: { key: ({ keys }: Input) => keys.train } },
  async ({
    reviews,
    matrix,
    model,
  }: Input): Promise<{ evaluation: PositiveEvaluation; probabilities: Float64Array }> => ({
    evaluation: evaluate(model, matrix, labelsOf(reviews.test, { classes: model.classes as Label[] }), {
      positive: "pos",
    }),
    probabilities: model.predictProba(matrix),
  }),
);
