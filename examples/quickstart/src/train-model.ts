import { fileURLToPath } from "node:url";
import { encodeBundle, labelsOf } from "@imdb/core";
import {
  cleanedVectorizer,
  cleaningCodec,
  createPipeline,
  defaultCleaning,
  groupedSplit,
  readCsv,
} from "@imdb/data-pipeline";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { saveBundle } from "@imdb/runtime/bundles";
import { evaluate, evaluationMetrics, logisticRegression, trainCodecs } from "@imdb/train";

export type Label = "neg" | "pos";

/** 480 short film reviews. */
export const REVIEWS = fileURLToPath(new URL("../reviews.csv", import.meta.url));

/** Reads, checks, cleans and splits the reviews. All reviews of a film are in the same part. */
export function loadReviews(file = REVIEWS) {
  const source = readCsv<Label>(file, { columns: { group: "film" } });
  const split = groupedSplit({ testSize: 0.25, seed: 1 });
  return createPipeline({ cleaning: defaultCleaning(), split, positive: "pos" }).process(source);
}

/** Trains on the train split, evaluates on the test split, and saves the model as a folder without code. */
export async function trainModel(folder: string, file = REVIEWS) {
  const dataset = await loadReviews(file);
  const tfidf = tfidfVectorizer({ ngramRange: [1, 2], minDf: 2 });
  const { vectorizer, matrix } = await tfidf.fitTransform(dataset.train.texts);
  const classifier = await logisticRegression({ C: 10 }).fit(matrix, labelsOf(dataset.train));
  const evaluation = evaluate(classifier, vectorizer.transform(dataset.test.texts), labelsOf(dataset.test));

  const trainingData = { version: dataset.version, documents: dataset.train.examples.length, source: file };
  const { positive } = dataset.train;
  const metrics = evaluationMetrics(evaluation);
  const info = { name: "film-reviews", seed: 1, libraries: {}, metrics, positive };
  // Texts in production are raw: the cleaning is saved in the bundle with the vectorizer.
  const parts = { vectorizer: cleanedVectorizer(vectorizer, defaultCleaning()), classifier };
  const codecs = [cleaningCodec(featureCodecs), ...trainCodecs];
  await saveBundle(encodeBundle(parts, { ...info, trainingData }, codecs), folder);
  return { dataset, vectorizer, classifier, evaluation };
}
