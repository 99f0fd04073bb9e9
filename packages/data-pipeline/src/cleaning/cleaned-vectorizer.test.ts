import { decodeSafetensors, encodeSafetensors, type FittedVectorizer, ImdbError } from "@imdb/core";
import { defaultCleaning } from "@imdb/core/cleaning";
import { expect, test } from "vitest";
import { cleanedVectorizer } from "./cleaned-vectorizer.js";
import { cleaningCodec } from "./cleaning-codec.js";

/** Counts the letters of each text: enough to see which text reached it. */
const letters: FittedVectorizer = {
  kind: "letters",
  params: {},
  featureCount: 1,
  transform: (texts) => ({
    rows: texts.length,
    cols: 1,
    indptr: Uint32Array.from({ length: texts.length + 1 }, (_, i) => i),
    indices: new Uint32Array(texts.length),
    values: Float32Array.from(texts, (text) => text.length),
  }),
  featureNames: () => ["letters"],
  locate: (text) => [{ feature: 0, start: 0, end: text.length }],
};
const lettersCodec = {
  kind: "letters",
  version: 1,
  encode: () => ({ params: {}, tensors: { one: { shape: [1], data: Float32Array.of(1) } } }),
  decode: () => letters,
};
const codec = cleaningCodec([lettersCodec]);

test("a raw text and the cleaned text have the same row, also after a bundle", () => {
  const before = cleanedVectorizer(letters, defaultCleaning());
  const { params, tensors } = codec.encode(before);
  const stored = {
    params: JSON.parse(JSON.stringify(params)),
    tensors: decodeSafetensors(encodeSafetensors(tensors)),
  };
  const after = codec.decode(stored, 1) as FittedVectorizer;
  for (const vectorizer of [before, after]) {
    expect([...vectorizer.transform(["R&amp;D<br /><br />rules", "R&D rules"]).values]).toEqual([9, 9]);
  }
});

test("places are those of the raw text", () => {
  const vectorizer = cleanedVectorizer(letters, defaultCleaning());
  expect(vectorizer.locate?.("plain")).toEqual([{ feature: 0, start: 0, end: 5 }]);
  expect(vectorizer.locate?.(" a<br />b\n")).toEqual([{ feature: 0, start: 1, end: 9 }]);
});

test("an unknown step, an unknown kind and an unexpected tensor are typed errors", () => {
  const { params, tensors } = codec.encode(cleanedVectorizer(letters, defaultCleaning()));
  const steps = [{ name: "exec", version: 1, params: {} }];
  for (const part of [
    { params: { ...params, steps }, tensors },
    { params: { ...params, inner: { kind: "other", version: 1, params: {} } }, tensors },
    { params: { ...params, inner: { kind: "letters", version: 2, params: {} } }, tensors },
    { params: { steps: [] }, tensors },
    { params, tensors: { stray: { shape: [1], data: Float32Array.of(1) } } },
  ]) {
    let thrown: unknown;
    try {
      codec.decode(part, 1);
    } catch (error) {
      thrown = error;
    }
    expect(ImdbError.isInstance(thrown), String(thrown)).toBe(true);
  }
});
