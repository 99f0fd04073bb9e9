import { csrMatrix, csrSelectRows, type FittedVectorizer, type Vectorizer, withRole } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countVectorizer, hashingVectorizer, sentimentTokenizer, tfidfVectorizer } from "./index.js";

const word = fc.constantFrom(
  "good",
  "bad",
  "film",
  "caf\u00e9",
  "\u0130x",
  "\u03a3\u03a3",
  "\u{1d400}\u{1d401}",
  "don't",
  ":)",
);
const wordy = fc.array(word, { maxLength: 12 }).map((words) => words.join(" "));
const anything = fc.string({ unit: "binary", maxLength: 30 });
const loneSurrogates = fc
  .array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 8 })
  .map((units) => String.fromCharCode(...units));
const texts = fc.array(fc.oneof(wordy, anything, loneSurrogates), { minLength: 1, maxLength: 12 });
// At least one token whatever else there is, so that a vocabulary can be learnt.
const corpus = texts.map((list) => ["good film good", ...list]);

const VECTORIZERS: Record<string, () => Vectorizer<FittedVectorizer>> = {
  words: () => tfidfVectorizer({ ngramRange: [1, 2] }),
  sentiment: () => countVectorizer({ tokenizer: sentimentTokenizer(), ngramRange: [1, 3] }),
  characters: () => countVectorizer({ analyzer: "char", ngramRange: [1, 3] }),
  "characters in words": () => tfidfVectorizer({ analyzer: "charWb", ngramRange: [2, 4] }),
  "a function": () => countVectorizer({ tokenizer: (text) => text.split("o"), ngramRange: [1, 2] }),
  hashing: () => hashingVectorizer({ nFeatures: 97, ngramRange: [1, 2] }),
};

for (const [name, make] of Object.entries(VECTORIZERS)) {
  describe(name, () => {
    test("transform after fit is fitTransform, and both are valid matrices", async () => {
      await fc.assert(
        fc.asyncProperty(corpus, async (list) => {
          const { vectorizer, matrix } = await make().fitTransform(withRole("train", list));
          expect(csrMatrix(vectorizer.transform(list))).toEqual(csrMatrix(matrix));
        }),
        { numRuns: 40 },
      );
    });

    test("permuting documents permutes rows and nothing else", async () => {
      await fc.assert(
        fc.asyncProperty(corpus, fc.infiniteStream(fc.nat()), async (list, stream) => {
          const order = list.map((_, i) => i);
          for (let i = order.length - 1; i > 0; i--) {
            const j = stream.next().value % (i + 1);
            [order[i], order[j]] = [order[j]!, order[i]!];
          }
          const straight = await make().fitTransform(withRole("train", list));
          const shuffled = await make().fitTransform(
            withRole(
              "train",
              order.map((i) => list[i]!),
            ),
          );
          expect(shuffled.vectorizer.featureNames()).toEqual(straight.vectorizer.featureNames());
          expect(shuffled.matrix).toEqual(csrSelectRows(straight.matrix, order));
        }),
        { numRuns: 25 },
      );
    });
  });
}

test("a count too great to be packed beside its column is counted all the same", async () => {
  const many = Array.from({ length: 70_000 }, (_, k) => `w${k}`).join(" ");
  const list = ["aa ".repeat(70_000), many];
  const { vectorizer, matrix } = await countVectorizer({ ngramRange: [1, 2] }).fitTransform(
    withRole("train", list),
  );
  expect(matrix.cols).toBe(2 + 70_000 + 69_999);
  const first = vectorizer.featureNames().indexOf("aa");
  expect([...matrix.indices.subarray(0, 2)]).toEqual([first, first + 1]);
  expect([...matrix.values.subarray(0, 2)]).toEqual([70_000, 69_999]);
  expect(csrMatrix(vectorizer.transform(list))).toEqual(csrMatrix(matrix));
});

describe("hostile texts take linear time", () => {
  const HOSTILE = {
    "one token of 10 MB": "a".repeat(10_000_000),
    "one token of sigmas": "\u03a3".repeat(100_000),
    "case-ignorable runs": `\u03a3${"'".repeat(100_000)}`.repeat(2),
    "spaces alone": " ".repeat(1_000_000),
    "lone surrogates": "\ud800".repeat(100_000),
    nothing: "",
  };
  for (const [name, text] of Object.entries(HOSTILE)) {
    test(name, async () => {
      const list = withRole("train", ["good film", text]);
      for (const make of [VECTORIZERS["words"]!, VECTORIZERS["sentiment"]!, VECTORIZERS["hashing"]!]) {
        const { matrix } = await make().fitTransform(list);
        expect(matrix.rows).toBe(2);
      }
    }, 60_000);
  }
});
