import { encodeBundle, type FittedVectorizer, type JsonValue, type LinearClassifier } from "@imdb/core";
import { cleanedVectorizer, defaultCleaning } from "@imdb/data-pipeline";
import { task } from "@imdb/flow";
import type { Profile } from "@imdb/monitor";
import { saveBundle } from "@imdb/runtime/bundles";
import { type Evaluation, evaluationMetrics } from "@imdb/train";
import { codecs } from "../codecs.js";
import type { RawData } from "../find-data.js";
import { libraryVersions } from "../library-versions.js";
import type { Settings } from "../settings.js";
import type { Reviews } from "./reviews.js";

interface Input {
  readonly reviews: Reviews;
  readonly data: RawData;
  readonly vectorizer: FittedVectorizer;
  readonly model: LinearClassifier;
  readonly evaluation: Evaluation;
  readonly reference: Profile;
  readonly settings: Settings;
  readonly path: string;
}

/** Saves the model bundle: one folder without code. */
export const saveModel = task(
  { name: "save bundle", cache: "none" },
  async (input: Input): Promise<string> => {
    const { reviews, data, model, evaluation, reference, settings, path } = input;
    // Texts in production are raw: they need the same cleaning as the training texts.
    const vectorizer = cleanedVectorizer(input.vectorizer, defaultCleaning());
    const source =
      data.kind === "imdb" ? "Large Movie Review Dataset v1.0" : "sentences of the npm package sentiment";
    const info = {
      name: "imdb-sentiment",
      trainingData: { version: reviews.version, documents: reviews.train.examples.length, source },
      metrics: evaluationMetrics(evaluation),
      positive: reviews.train.positive,
      seed: settings.seed,
      libraries: await libraryVersions(),
      reference: reference as unknown as JsonValue,
    };
    await saveBundle(encodeBundle({ vectorizer, classifier: model }, info, codecs), path);
    return path;
  },
);
