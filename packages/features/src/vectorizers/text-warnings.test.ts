import { withRole } from "@imdb/core";
import { describe, expect, test } from "vitest";
import {
  countVectorizer,
  featureUnion,
  hashingVectorizer,
  pipeline,
  tfidfTransformer,
  tfidfVectorizer,
} from "../index.js";

const TRAIN = withRole("train", ["The film plot", "caf\u00e9"]);

describe("a given vocabulary", () => {
  test.each([
    [{ vocabulary: ["plot", "Film"] }, "vocabulary[1]"],
    [{ vocabulary: ["Fi"], analyzer: "char", ngramRange: [2, 2] }, "vocabulary[0]"],
    [{ vocabulary: ["caf\u00e9"], stripAccents: "unicode" }, "vocabulary[0]"],
  ] as const)("that texts can never have is refused: %j", (options, option) => {
    for (const make of [countVectorizer, tfidfVectorizer]) {
      expect(() => make(options as never)).toThrow(
        expect.objectContaining({ code: "INVALID_OPTION", details: expect.objectContaining({ option }) }),
      );
    }
  });

  test("with capitals is taken where texts keep them, or a function makes the tokens", async () => {
    const kept = await countVectorizer({ vocabulary: ["The"], lowercase: false }).fitTransform(TRAIN);
    expect(kept.matrix.indices.length).toBe(1);
    const upper = (text: string) => text.toUpperCase().split(" ");
    const made = await countVectorizer({ vocabulary: ["FILM"], tokenizer: upper }).fitTransform(TRAIN);
    expect(made.matrix.indices.length).toBe(1);
    expect(made.vectorizer.warnings).toBeUndefined();
  });

  test("with terms that the analyzer never makes has a warning", async () => {
    const vocabulary = ["film", "the film", "a", "plot"];
    const { warnings } = await countVectorizer({ vocabulary, stopWords: ["plot"] }).fit(TRAIN);
    expect(warnings).toEqual([
      { code: "UNMATCHABLE_TERMS", message: expect.stringContaining('"the film", "a", "plot":') },
    ]);
  });
});

test("stop words that remove nothing are a warning, of every vectorizer that is made of one", async () => {
  const stopWords = ["The", "the", "don't", "a", "film"];
  const warnings = [
    { code: "UNMATCHABLE_STOP_WORDS", message: expect.stringContaining('stop words "don\'t":') },
  ];
  const count = countVectorizer({ stopWords });
  for (const one of [
    count,
    tfidfVectorizer({ stopWords }),
    hashingVectorizer({ stopWords }),
    pipeline(count, [tfidfTransformer()]),
    featureUnion({ count }),
  ]) {
    expect((await one.fit(TRAIN)).warnings).toEqual(warnings);
  }
  expect((await countVectorizer({ stopWords: ["The"] }).fit(TRAIN)).warnings).toHaveLength(1);
  expect("warnings" in (await countVectorizer({ stopWords: ["the", "a"] }).fit(TRAIN))).toBe(false);
});
