import { type CsrMatrix, type LinearClassifier, labelsOf } from "@imdb/core";
import { task } from "@imdb/flow";
import { logisticRegression } from "@imdb/train";
import { codecs } from "../codecs.js";
import type { Settings } from "../settings.js";
import type { StepKeys } from "../step-keys.js";
import type { Reviews } from "./reviews.js";

interface Input {
  readonly keys: StepKeys;
  readonly reviews: Reviews;
  readonly matrix: CsrMatrix;
  readonly settings: Settings;
}

/** Fits the classifier on the matrix. */
export const trainModel = task(
  { name: "train", cache: { key: ({ keys }: Input) => keys.train }, codecs },
  ({ reviews, matrix, settings }: Input, ctx): Promise<LinearClassifier> => {
    const { c: C, tol, max_iter: maxIter } = settings.model;
    const labels = labelsOf(reviews.train);
    return logisticRegression({ solver: "liblinear", C, tol, maxIter }).fit(matrix, labels, ctx);
  },
);
