import { bundleFromTar, bundleToTar, decodeBundle, encodeBundle, hashBytes } from "@imdb/core";
import { expect, test } from "vitest";
import { allCodecs, dummyFor, nestedClassifiers, nestedVectorizers } from "../testing/nested-models.js";
import golden from "./golden/bundle-bytes.json" with { type: "json" };

const info = {
  name: "nested",
  trainingData: { version: `sha256:${"0".repeat(64)}`, documents: 24, source: "made here" },
  metrics: {},
  seed: 0,
  libraries: {},
} as const;

const TEXTS = ["a good film", "bad<br />plot", ""];

test("a bundle of every kind of part has the same bytes as before, and can be read", async () => {
  const vectorizers = await nestedVectorizers();
  const hashes: Record<string, string> = {};
  const add = (name: string, model: Parameters<typeof encodeBundle>[0]) => {
    const tar = bundleToTar(encodeBundle(model, info, allCodecs));
    hashes[name] = hashBytes(tar);
    const read = decodeBundle(bundleFromTar(tar), allCodecs);
    expect(read.vectorizer.transform(TEXTS), name).toEqual(model.vectorizer.transform(TEXTS));
    const X = model.vectorizer.transform(TEXTS);
    expect(read.classifier.predictProba(X), name).toEqual(model.classifier.predictProba(X));
    expect(bundleToTar(encodeBundle(read, info, allCodecs)), name).toEqual(tar);
  };
  for (const [name, vectorizer] of Object.entries(vectorizers)) {
    add(name, { vectorizer, classifier: await dummyFor(vectorizer) });
  }
  const vectorizer = vectorizers["counts"]!;
  for (const [name, classifier] of Object.entries(await nestedClassifiers(vectorizer))) {
    add(name, { vectorizer, classifier });
  }
  expect(hashes).toEqual(golden);
});
