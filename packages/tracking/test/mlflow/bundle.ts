import { type Codec, encodeBundle, type FittedClassifier, type FittedVectorizer } from "@imdb/core";
import { saveBundle } from "@imdb/runtime/bundles";

const codec = (kind: string, tensor: string): Codec => ({
  kind,
  version: 1,
  encode: () => ({ params: {}, tensors: { [tensor]: { shape: [2], data: Float32Array.of(1, 2) } } }),
  decode: () => {
    throw new Error("this bundle is never decoded");
  },
});

/** Saves a valid bundle of a small model. */
export async function saveSmallBundle(folder: string): Promise<void> {
  const vectorizer = { kind: "toy-vectorizer", params: {}, featureCount: 2 } as FittedVectorizer;
  const classifier = { kind: "toy-classifier", params: {}, featureCount: 2, classes: ["neg", "pos"] };
  const info = {
    name: "senti",
    trainingData: { version: `sha256:${"0".repeat(64)}` as const, documents: 3, source: "made here" },
    metrics: { accuracy: 0.5 },
    seed: 7,
    libraries: {},
  };
  const codecs = [codec("toy-vectorizer", "idf"), codec("toy-classifier", "coef")];
  const model = { vectorizer, classifier: classifier as never as FittedClassifier };
  await saveBundle(encodeBundle(model, info, codecs), folder);
}
