import { fileURLToPath } from "node:url";
import { createSplit, encodeBundle, labelsOf, type Split } from "@imdb/core";
import {
  cleanedVectorizer,
  cleaningCodec,
  createPipeline,
  readCsv,
  stratifiedSplit,
  versionOf,
} from "@imdb/data-pipeline";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { saveBundle } from "@imdb/runtime/bundles";
import { loadModel } from "@imdb/serve/defaults";
import { logisticRegression, trainCodecs } from "@imdb/train";
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

/** Fits a model and saves it as a bundle. */
export async function fitModel(train: Split<"train", Label>, folder: string) {
  const { vectorizer, matrix } = await tfidfVectorizer({ ngramRange: [1, 2] }).fitTransform(train.texts);
  const classifier = await logisticRegression({ C: 10 }).fit(matrix, labelsOf(train));
  const trainingData = { version: train.version, documents: train.examples.length, source: "reviews" };
  const info = { name: "reviews", seed: 1, libraries: {}, metrics: {}, trainingData };
  await saveBundle(
    encodeBundle({ vectorizer: cleanedVectorizer(vectorizer), classifier }, info, [
      cleaningCodec(featureCodecs),
      ...trainCodecs,
    ]),
    folder,
  );
  return folder;
}

/** The accuracy of a saved model. */
export async function accuracyOf(folder: string, { examples, texts }: Split<"test", Label>) {
  const predictions = (await loadModel(folder)).predictBatch(texts);
  const correct = predictions.filter(({ label }, i) => label === examples[i]!.label).length;
  return { accuracy: correct / texts.length };
}
