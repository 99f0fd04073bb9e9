import { createSplit, encodeBundle, labelsOf } from "@imdb/core";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { saveBundle } from "@imdb/runtime/bundles";
import { logisticRegression, trainCodecs } from "@imdb/train";

const TEXTS = ["a wonderful film", "wonderful acting", "a dull film", "dull, dull acting"];

/** Saves a model that knows "wonderful" from "dull". */
export async function saveSmallModel(folder) {
  const examples = TEXTS.map((text, i) => ({ id: String(i), text, label: i < 2 ? "pos" : "neg" }));
  const split = createSplit("train", examples, `sha256:${"0".repeat(64)}`);
  const { vectorizer, matrix } = await tfidfVectorizer().fitTransform(split.texts);
  const classifier = await logisticRegression().fit(matrix, labelsOf(split));
  const info = {
    name: "small",
    trainingData: { version: split.version, documents: TEXTS.length, source: "made here" },
    metrics: {},
    seed: 0,
    libraries: {},
  };
  await saveBundle(
    encodeBundle({ vectorizer, classifier }, info, [...featureCodecs, ...trainCodecs]),
    folder,
  );
}
