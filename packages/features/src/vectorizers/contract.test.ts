import { vectorizerContract } from "@imdb/core/testing";
import { describe, test } from "vitest";
import { countVectorizer, hashingVectorizer, tfidfVectorizer } from "../index.js";

const MAKERS = {
  count: () => countVectorizer(),
  "count of 1–3-grams": () => countVectorizer({ ngramRange: [1, 3], binary: true }),
  "count of given terms": () => countVectorizer({ vocabulary: ["film", "good"] }),
  tfidf: () => tfidfVectorizer(),
  "tfidf of 1–2-grams": () => tfidfVectorizer({ ngramRange: [1, 2], minDf: 2, sublinearTf: true }),
  "tfidf of characters": () => tfidfVectorizer({ analyzer: "char", ngramRange: [2, 4] }),
  "tfidf of characters in words": () =>
    tfidfVectorizer({ analyzer: "charWb", ngramRange: [3, 5], norm: "l1" }),
  "tfidf with a function": () =>
    tfidfVectorizer({ tokenizer: (text) => text.split(" "), ngramRange: [1, 2] }),
  hashing: () => hashingVectorizer({ nFeatures: 64, ngramRange: [1, 2] }),
  "tfidf without accents": () => tfidfVectorizer({ stripAccents: "unicode", stopWords: ["a", "very"] }),
};

for (const [name, make] of Object.entries(MAKERS)) {
  describe(name, () => {
    for (const rule of vectorizerContract(make)) test(rule.name, rule.run);
  });
}
