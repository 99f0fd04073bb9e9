import { type TrainTexts, withRole } from "@imdb/core";
import { expect, expectTypeOf, test } from "vitest";
import { hashingVectorizer, sentimentTokenizer, tfidfVectorizer } from "../index.js";
import { featuresSectionSchema, vectorizerFromConfig } from "./index.js";

const TRAIN: TrainTexts = withRole("train", ["A good, good film!", "not a good film"]);

test("a section makes the vectorizer that its options make in code", async () => {
  const written = { ngram_range: [1, 2], min_df: 1, sublinear_tf: true, tokenizer: "sentiment" } as const;
  const section = featuresSectionSchema.parse(written);
  const made = await vectorizerFromConfig(section).fitTransform(TRAIN);
  const options = {
    ngramRange: [1, 2],
    minDf: 1,
    sublinearTf: true,
    tokenizer: sentimentTokenizer(),
  } as const;
  expect(made.matrix).toEqual((await tfidfVectorizer(options).fitTransform(TRAIN)).matrix);
  const hashed = vectorizerFromConfig({ type: "hashing", n_features: 64 });
  expectTypeOf(hashed.kind).toEqualTypeOf<"hashing">();
  expect(hashed.transform(TRAIN)).toEqual(hashingVectorizer({ nFeatures: 64 }).transform(TRAIN));
});

test.each([
  [{ ngrams: [1, 2] }, "SCHEMA_MISMATCH", /ngrams/],
  [{ ngram_range: [2, 1] }, "SCHEMA_MISMATCH", /ngram_range: expected two integers/],
  [{ type: "hashing", min_df: 2 }, "INVALID_OPTION", /minDf/],
  [{ analyzer: "char", tokenizer: "word" }, "INVALID_OPTION", /tokenizer/],
])("%j is refused, and named", (section, code, message) => {
  const make = () => vectorizerFromConfig(section as never);
  expect(make).toThrow(expect.objectContaining({ code }));
  expect(make).toThrow(message);
});
