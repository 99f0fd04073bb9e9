import { fileURLToPath } from "node:url";
import { createSplit } from "@imdb/core";
import { versionOf } from "@imdb/data-pipeline";
import {
  createPipeline,
  type DecidedEvaluation,
  type FittedTextClassifier,
  logisticRegression,
  readCsv,
  type Split,
  stratifiedSplit,
  textClassifier,
  tfidfVectorizer,
} from "@imdb/text-classifier";
import { type Label, loadReviews } from "@imdb-examples/quickstart";

/** Labelled reviews of the last days. Half of them are kept for evaluation. */
const RECENT = fileURLToPath(new URL("../recent.csv", import.meta.url));

/** All reviews for training, and the test split on which candidate and champion are compared. */
export async function loadAllReviews() {
  const old = await loadReviews();
  const split = stratifiedSplit({ testSize: 0.5, seed: 2 });
  const pipeline = createPipeline({ split, onLeak: { duplicates: "repair" } });
  const recent = await pipeline.process(readCsv<Label>(RECENT));
  const examples = [...old.train.examples, ...recent.train.examples];
  const { cleaning, positive } = old.train;
  const train = createSplit("train", examples, versionOf(examples), { cleaning, positive });
  return { train, test: recent.test };
}

/** The model, not fitted. */
export const reviewClassifier = textClassifier({
  name: "reviews",
  vectorizer: tfidfVectorizer({ ngramRange: [1, 2] }),
  classifier: logisticRegression({ C: 10 }),
});

/** The model, fitted. It always decides. */
export type ReviewModel = FittedTextClassifier<Label, DecidedEvaluation>;

/** The accuracy of a model on a test split. */
export function accuracyOf(model: ReviewModel, test: Split<"test", Label>) {
  return { accuracy: model.evaluate(test).accuracy };
}
