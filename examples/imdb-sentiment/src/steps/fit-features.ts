import type { CsrMatrix, FittedVectorizer } from "@imdb/core";
import { vectorizerFromConfig } from "@imdb/features/config";
import { parallelVectorizer } from "@imdb/features/node";
import { task } from "@imdb/flow";
import { codecs } from "../codecs.js";
import type { Settings } from "../settings.js";
import type { StepKeys } from "../step-keys.js";
import type { Reviews } from "./reviews.js";

/** The vectorizer fitted on the train texts, and their matrix. */
interface Features {
  readonly vectorizer: FittedVectorizer;
  readonly matrix: CsrMatrix;
}

interface Input {
  readonly keys: StepKeys;
  readonly reviews: Reviews;
  readonly settings: Settings;
}

/** Vectorizes the train texts with TF-IDF. */
export const fitFeatures = task(
  { name: "fit features", cache: { key: ({ keys }: Input) => keys.features }, codecs },
  ({ reviews, settings }: Input, ctx): Promise<Features> => {
    return parallelVectorizer(vectorizerFromConfig(settings.features)).fitTransform(reviews.train.texts, ctx);
  },
);
