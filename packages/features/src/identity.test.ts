import { describe, expect, test } from "vitest";
import {
  columnScaler,
  countVectorizer,
  customTokenizer,
  denseFeatures,
  featureUnion,
  hashingVectorizer,
  nbWeighting,
  pipeline,
  sentimentTokenizer,
  tfidfTransformer,
  tfidfVectorizer,
} from "./index.js";
import { parallelVectorizer } from "./node/index.js";

const lines = (text: string) => text.split("\n");
const weighted = (alpha: number) => pipeline(countVectorizer(), [nbWeighting({ alpha }), tfidfTransformer()]);
const union = (nFeatures: number) =>
  featureUnion({ words: tfidfVectorizer(), hashed: hashingVectorizer({ nFeatures }) });

describe("vectorizers that learn the same have the same identity", () => {
  test.each([
    [
      "TF-IDF, also on threads",
      tfidfVectorizer({ minDf: 2 }),
      parallelVectorizer(tfidfVectorizer({ minDf: 2 })),
    ],
    [
      "defaults, left out or not",
      countVectorizer(),
      countVectorizer({ minDf: 1, tokenizer: undefined as never }),
    ],
    [
      "a named tokenizer",
      tfidfVectorizer({ tokenizer: sentimentTokenizer() }),
      tfidfVectorizer({ tokenizer: sentimentTokenizer() }),
    ],
    ["hashes", hashingVectorizer({ nFeatures: 8 }), hashingVectorizer({ nFeatures: 8 })],
    ["style", denseFeatures({ lexicon: { a: 1 } }), denseFeatures({ lexicon: { a: 1 } })],
    ["a pipeline", weighted(1), weighted(1)],
    ["a union", union(8), union(8)],
  ])("%s", (_, one, other) => {
    expect(one.identity).toEqual(expect.any(String));
    expect(other.identity).toBe(one.identity);
  });

  test.each([
    ["counts and TF-IDF", countVectorizer(), tfidfVectorizer()],
    [
      "vocabularies of one size",
      countVectorizer({ vocabulary: ["a"] }),
      countVectorizer({ vocabulary: ["b"] }),
    ],
    [
      "settings of a tokenizer",
      tfidfVectorizer({ tokenizer: customTokenizer("lines", lines, { a: 1 }) }),
      tfidfVectorizer({ tokenizer: customTokenizer("lines", lines, { a: 2 }) }),
    ],
    ["columns of hashes", hashingVectorizer({ nFeatures: 8 }), hashingVectorizer({ nFeatures: 9 })],
    ["lexicons", denseFeatures({ lexicon: { a: 1 } }), denseFeatures({ lexicon: { a: 2 } })],
    ["steps of a pipeline", weighted(1), weighted(2)],
    [
      "kinds of steps",
      pipeline(countVectorizer(), [columnScaler()]),
      pipeline(countVectorizer(), [tfidfTransformer()]),
    ],
    ["parts of a union", union(8), union(9)],
    ["names of parts", featureUnion({ a: countVectorizer() }), featureUnion({ b: countVectorizer() })],
  ])("others do not: %s", (_, one, other) => {
    expect(one.identity).not.toBe(other.identity);
  });

  test("a function as a tokenizer has none, also inside of others", () => {
    expect(tfidfVectorizer({ tokenizer: lines }).identity).toBeUndefined();
    expect(pipeline(countVectorizer({ tokenizer: lines }), [tfidfTransformer()]).identity).toBeUndefined();
    expect(
      featureUnion({ a: countVectorizer(), b: countVectorizer({ tokenizer: lines }) }).identity,
    ).toBeUndefined();
  });
});
