// A small model for the services.
import { createSplit, encodeBundle, labelsOf } from "@imdb/core";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { saveBundle } from "@imdb/runtime/bundles";
import { logisticRegression, trainCodecs } from "@imdb/train";

/** Trains it and writes its bundle into a folder. */
export async function writeModel(folder) {
  const examples = ["a good film", "a great plot", "superb", "a bad film", "a dull plot", "awful"].map(
    (text, i) => ({
      id: String(i),
      text,
      label: i < 3 ? "pos" : "neg",
    }),
  );
  const split = createSplit("train", examples, `sha256:${"0".repeat(64)}`);
  const { vectorizer, matrix } = await tfidfVectorizer({}).fitTransform(split.texts);
  const classifier = await logisticRegression({ C: 10 }).fit(matrix, labelsOf(split));
  const trainingData = { version: split.version, documents: examples.length, source: "made here" };
  const about = { name: "storm", trainingData, metrics: {}, seed: 0, libraries: {} };
  await saveBundle(
    encodeBundle({ vectorizer, classifier }, about, [...featureCodecs, ...trainCodecs]),
    folder,
  );
}
