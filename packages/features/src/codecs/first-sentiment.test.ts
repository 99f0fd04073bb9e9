import { type EncodedPart, type FittedVectorizer, withRole } from "@imdb/core";
import { expect, test } from "vitest";
import { customTokenizer, featureCodecs, sentimentTokenizer, tfidfVectorizer } from "../index.js";

const TERMS = [
  ".",
  "4",
  ":/",
  ":3",
  ":D",
  "a",
  "director",
  "http",
  "\u2764",
  "\ufe0f",
  "\u{1F3FD}",
  "\u{1F44D}",
];
const IDF = 1.4054651081081644;
const columns = TERMS.map((_, column) => column);
const utf16 = [...TERMS.join("")].flatMap((character) =>
  character.split("").flatMap((unit) => [unit.charCodeAt(0) & 0xff, unit.charCodeAt(0) >>> 8]),
);
const ends = TERMS.map((_, i) => TERMS.slice(0, i + 1).join("").length);
const vector = (data: Uint8Array | Uint32Array | Int32Array | Float64Array) => ({
  shape: [data.length],
  data,
});

/** What the package wrote before the tokenizer had versions, of `"👍🏽 4:3 Director:D."` and `"http://a ❤️ 👍 :D"`. */
const WRITTEN = {
  params: {
    analyzer: "word",
    tokenizer: { kind: "sentiment", params: {} },
    ngramRange: [1, 1],
    lowercase: true,
    stripAccents: null,
    stopWords: null,
    minDf: 1,
    maxDf: 1,
    maxFeatures: null,
    vocabulary: null,
    binary: false,
    norm: "l2",
    useIdf: true,
    smoothIdf: true,
    sublinearTf: false,
  },
  tensors: {
    "tokens.utf16": vector(Uint8Array.from(utf16)),
    "tokens.ends": vector(Uint32Array.from(ends)),
    "grams.parent": vector(Int32Array.from(TERMS, () => -1)),
    "grams.token": vector(Uint32Array.from(columns)),
    "columns.gram": vector(Uint32Array.from(columns)),
    idf: vector(Float64Array.from(TERMS, (term) => (term === ":D" || term === "\u{1F44D}" ? 1 : IDF))),
  },
} as EncodedPart;
const TEXTS = ["ratio 16:9 \u2764\ufe0f\u{1F44D}\u{1F3FD}", "see http://a.b:3 :D"];

const codec = featureCodecs.find(({ kind }) => kind === "tfidf")!;

test("a bundle of the first version has its tokens and values, and is written as it was", () => {
  const read = codec.decode(WRITTEN, 1) as FittedVectorizer;
  expect(read.featureNames()).toEqual(TERMS);
  const { indptr, indices, values } = read.transform(TEXTS);
  expect([...indptr]).toEqual([0, 4, 10]);
  expect([...indices]).toEqual([8, 9, 10, 11, 0, 2, 3, 4, 5, 7]);
  expect([...values]).toEqual([
    0.5340463519096375, 0.5340463519096375, 0.5340463519096375, 0.37997835874557495, 0.4261595904827118,
    0.4261595904827118, 0.4261595904827118, 0.3032160699367523, 0.4261595904827118, 0.4261595904827118,
  ]);
  expect(codec.encode(read)).toEqual(WRITTEN);
});

test("a bundle of this version names it, so that no older version of the package reads it as its own", async () => {
  const fitted = await tfidfVectorizer({ tokenizer: sentimentTokenizer() }).fit(withRole("train", TEXTS));
  const part = codec.encode(fitted);
  expect(part.params["tokenizer"]).toEqual({ kind: "sentiment@2", params: {} });
  expect((codec.decode(part, 1) as FittedVectorizer).transform(TEXTS)).toEqual(fitted.transform(TEXTS));
  for (const kind of ["sentiment", "sentiment@2"]) {
    expect(() => customTokenizer(kind, () => [])).toThrow(/kind/);
  }
});
