import { fileURLToPath } from "node:url";
import {
  createPipeline,
  evaluationMetrics,
  groupedSplit,
  logisticRegression,
  readCsv,
  textClassifier,
  tfidfVectorizer,
} from "@imdb/text-classifier";

export type Label = "neg" | "pos";

/** 480 short film reviews. */
export const REVIEWS = fileURLToPath(new URL("../reviews.csv", import.meta.url));

/** Reads, checks, cleans and splits the reviews. All reviews of a film are in the same part. */
export function loadReviews(file = REVIEWS) {
  const source = readCsv<Label>(file, { columns: { group: "film" } });
  const split = groupedSplit({ testSize: 0.25, seed: 1 });
  return createPipeline({ split, positive: "pos" }).process(source);
}

/** Trains on the train split, evaluates on the test split, and saves the model as a folder without code. */
export async function trainModel(folder: string, file = REVIEWS) {
  const data = await loadReviews(file);
  const vectorizer = tfidfVectorizer({ ngramRange: [1, 2], minDf: 2 });
  const classifier = logisticRegression({ C: 10 });
  const model = await textClassifier({ name: "film-reviews", vectorizer, classifier }).fit(data, { seed: 1 });
  const evaluation = model.evaluate(data.test);
  await model.save(folder, { metrics: evaluationMetrics(evaluation) });
  return { data, model, evaluation };
}
