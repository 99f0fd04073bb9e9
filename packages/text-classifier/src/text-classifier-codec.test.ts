import { type BundleFiles, decodePart, encodePart, isFitted } from "@imdb/core";
import { type CleaningStep, createPipeline, stratifiedSplit } from "@imdb/data-pipeline";
import { expect, test } from "vitest";
import {
  type FittedTextClassifier,
  logisticRegression,
  textClassifier,
  textClassifierCodec,
  tfidfVectorizer,
} from "./index.js";
import { noisyReviews, preparedReviews } from "./testing/noisy-reviews.js";

const make = () => textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression() });
const entries = (files: BundleFiles) => [...files].map(([name, bytes]) => [name, [...bytes]]);

test("a fitted text classifier is stored as a part, as a task stores its result, and is the same again", async () => {
  const data = await preparedReviews();
  const fitted = await make().fit(data, { seed: 3 });
  const model = fitted.withDecision({ threshold: 0.7, abstainBelow: 0.6 });
  const codecs = [textClassifierCodec()];
  expect(isFitted(model, codecs)).toBe(true);
  const part = encodePart(model, codecs);
  // Plain data: it can be sent to a thread and written to a file.
  const again = decodePart<FittedTextClassifier>(structuredClone(part), codecs);
  expect(entries(again.toBundle())).toEqual(entries(model.toBundle()));
  expect(again.predict(data.test)).toEqual(model.predict(data.test));
  expect(again.cleaningSteps.map(({ name }) => name)).toEqual(model.cleaningSteps.map(({ name }) => name));
  expect(again).toMatchObject({ positive: "pos", decision: { threshold: 0.7, abstainBelow: 0.6 } });
  const onFitted = () => again.withThreshold(data.train, { precision: 0.5 });
  expect(onFitted).toThrow(expect.objectContaining({ code: "CHOSEN_ON_FITTED" }));
  expect(encodePart(again, codecs)).toEqual(part);
});

test("own cleaning steps are given, and a damaged part is refused", async () => {
  const shout: CleaningStep = { name: "shout", version: 1, apply: (text) => text.toUpperCase() };
  const split = stratifiedSplit({ testSize: 0.2, seed: 1 });
  const data = await createPipeline({ split, cleaning: [shout], failOn: "never" }).process(noisyReviews());
  const model = await make().fit(data);
  const own = [textClassifierCodec({ cleaning: [shout] })];
  const part = encodePart(model, own);
  expect(decodePart<FittedTextClassifier>(part, own).predict("great fun")).toEqual(
    model.predict("great fun"),
  );
  expect(() => decodePart(part, [textClassifierCodec()])).toThrow(
    expect.objectContaining({ code: "UNKNOWN_CODEC" }),
  );
  const data0 = (part.tensors["bundle"]!.data as Uint8Array).slice(0, 600);
  const damaged = { ...part, tensors: { bundle: { shape: [600], data: data0 } } };
  expect(() => decodePart(damaged, own)).toThrow(expect.objectContaining({ code: "INVALID_BUNDLE" }));
  expect(() => decodePart({ ...part, tensors: {} }, own)).toThrow(
    expect.objectContaining({ code: "INVALID_BUNDLE" }),
  );
});
