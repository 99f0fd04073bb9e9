import { encodeBundle, type JsonValue, labelsOf } from "@imdb/core";
import { cleanedVectorizer, cleaningCodec, type Dataset } from "@imdb/data-pipeline";
import { featureCodecs } from "@imdb/features";
import { createProfile } from "@imdb/monitor";
import { classifierFromRecipe, evaluate, evaluationMetrics, trainCodecs } from "@imdb/train";
import { modelRecipe } from "@imdb/train/config";
import type { Config } from "./config.js";
import { cleaning, dataSource } from "./data.js";
import { features } from "./features.js";

/** The codecs of all parts of a saved model of this project. */
export const codecs = [cleaningCodec(featureCodecs), ...trainCodecs];

/** Fits on the train split, evaluates on the test split. */
export async function fitModel(config: Config, { train, test }: Dataset) {
  const { vectorizer, matrix } = await features(config).fitTransform(train.texts);
  const model = await classifierFromRecipe(modelRecipe(config.model)).fit(matrix, labelsOf(train), {
    seed: config.seed,
  });
  const X = vectorizer.transform(test.texts);
  const y = labelsOf(test);
  return { vectorizer, model, X, y, evaluation: evaluate(model, X, y) };
}

/** The files of the saved model. It contains the cleaning, because texts in production are raw, and a profile for monitoring. */
export async function bundleOf(
  config: Config,
  dataset: Dataset,
  fitted: Awaited<ReturnType<typeof fitModel>>,
) {
  const { train, test, version } = dataset;
  const parts = { vectorizer: cleanedVectorizer(fitted.vectorizer, cleaning), classifier: fitted.model };
  // With the columns and the dialect of the file, `imdb-serve score` reads such files in the same way.
  const { reading } = await dataSource(config);
  const trainingData = { version, documents: train.examples.length, source: config.data.path, reading };
  const reference = createProfile(test.texts) as unknown as JsonValue;
  const metrics = evaluationMetrics(fitted.evaluation);
  const facts = { name: config.project, seed: config.seed, positive: train.positive, libraries: {} };
  const info = { ...facts, metrics, trainingData, reference };
  return encodeBundle(parts, info, codecs);
}
