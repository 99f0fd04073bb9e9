import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSplit, decodeBundle, encodeBundle, labelsOf } from "@imdb/core";
import { versionOf } from "@imdb/data-pipeline";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { createPredictor } from "@imdb/serve";
import { createTracker, fileStore } from "@imdb/tracking";
import { logisticRegression, trainCodecs } from "@imdb/train";

/**
 * What the examples in docstrings may use without making it themselves: a tiny dataset, and a model of it.
 * The names are those that the rest of the docs use.
 */
const texts = ["A great film.", "Great fun.", "I loved it.", "A dull film.", "Dull plot.", "I hated it."];
const examples = texts.map((text, i) => {
  const label: "neg" | "pos" = i < 3 ? "pos" : "neg";
  return { id: String(i), text, label, group: `movie ${i % 3}` };
});

export const train = createSplit("train", examples, versionOf(examples));
export const test = createSplit("test", examples.slice(0, 2), versionOf(examples.slice(0, 2)));
export const dataset = { train, test };
export const labels = labelsOf(train);
export const codecs = [...featureCodecs, ...trainCodecs];

const fitted = await tfidfVectorizer().fitTransform(train.texts);
export const vectorizer = fitted.vectorizer;
export const X = fitted.matrix;
export const classifier = logisticRegression({ C: 10 });
export const model = await classifier.fit(X, labels);
export const bundle = decodeBundle(
  encodeBundle(
    { vectorizer, classifier: model },
    {
      name: "tiny",
      seed: 0,
      libraries: {},
      metrics: {},
      trainingData: { version: train.version, documents: 6, source: "docs" },
    },
    codecs,
  ),
  codecs,
);
const folder = await mkdtemp(join(tmpdir(), "imdb-docs-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
export const store = fileStore(folder);
export const experiment = await createTracker({ store }).setExperiment("tiny");
export const predictor = createPredictor(bundle, { labels: ["neg", "pos"] });
