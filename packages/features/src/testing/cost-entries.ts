import { type Codec, decodePart, encodePart, type Part, parseWith, type Tensor, withRole } from "@imdb/core";
import { type CostEntry, costEntry } from "../../../../tools/cost/cost.mjs";
import { filled, inside, JSON_TEXTS, jsonFields, TEXTS } from "../../../../tools/cost/inputs.mjs";
import { featureCodecs } from "../codecs/feature-codecs.js";
import { featuresSectionSchema, vectorizerFromConfig } from "../config/index.js";
import { sentimentTokenizer } from "../tokenizers/sentiment-tokenizer.js";
import { wordTokenizer } from "../tokenizers/word-tokenizer.js";
import { stripAccents } from "../unicode/strip-accents.js";
import { countVectorizer, type FittedCount } from "../vectorizers/count-vectorizer.js";
import { denseFeatures } from "../vectorizers/dense-features.js";
import { hashingVectorizer } from "../vectorizers/hashing-vectorizer.js";
import { tfidfVectorizer } from "../vectorizers/tfidf-vectorizer.js";

const trainTexts = (texts: readonly string[]) => withRole("train", texts);
const hashing = hashingVectorizer({ ngramRange: [1, 2] });
const accents = hashingVectorizer({ stripAccents: "unicode", tokenizer: sentimentTokenizer() });
const dense = denseFeatures({ lexicon: { good: 1, bad: -1 } });
const ofTexts = { ...TEXTS, "many short texts": filled("a b\n") };
const one = inside(TEXTS, (text) => [text]);
const many = {
  ...one,
  "many short texts": (n: number) => filled("a b ")(n).split(" "),
  "empty texts": (n: number) => Array<string>(n / 4).fill(""),
};

/** The ways into this package for what comes from outside, with hostile inputs. */
export const costEntries: readonly CostEntry[] = [
  costEntry({
    name: "wordTokenizer().tokenize",
    inputs: ofTexts,
    run: (text: string) => [...wordTokenizer().tokenize(text)].length,
  }),
  costEntry({
    name: "sentimentTokenizer().tokenize",
    inputs: ofTexts,
    run: (text: string) => [...sentimentTokenizer().tokenize(text)].length,
  }),
  costEntry({
    name: "stripAccents",
    inputs: TEXTS,
    run: (text: string) => stripAccents(text, "unicode").length,
  }),
  costEntry({
    name: "countVectorizer().fit",
    inputs: many,
    run: async (texts: string[]) =>
      void (await countVectorizer({ ngramRange: [1, 3] }).fit(trainTexts(texts))),
  }),
  costEntry({
    name: "tfidfVectorizer().fit of characters",
    inputs: many,
    run: async (texts: string[]) =>
      void (await tfidfVectorizer({ analyzer: "charWb", ngramRange: [1, 4] }).fit(trainTexts(texts))),
  }),
  costEntry({
    name: "hashingVectorizer().transform",
    inputs: many,
    run: (texts: string[]) => void hashing.transform(texts),
  }),
  costEntry({
    name: "hashingVectorizer().transform of accents",
    inputs: many,
    run: (texts: string[]) => void accents.transform(texts),
  }),
  costEntry({
    name: "hashingVectorizer().locate",
    inputs: TEXTS,
    run: (text: string) => hashing.locate?.(text).length,
  }),
  costEntry({
    name: "denseFeatures().transform",
    inputs: many,
    run: (texts: string[]) => void dense.transform(texts),
  }),
  costEntry({
    name: "featuresSectionSchema",
    inputs: inside(
      {
        ...JSON_TEXTS,
        ...jsonFields(["analyzer", "stop_words", "ngram_range", "vocabulary", "lexicon"]),
        "many stop words": (n: number) =>
          JSON.stringify({ stop_words: TEXTS["many words"]!(n).toString().trim().split(" ") }),
      },
      parsed,
    ),
    run: (section: unknown) =>
      void vectorizerFromConfig(parseWith(featuresSectionSchema, section, "The section")),
  }),
  costEntry({
    name: "featureCodecs of vocabularies",
    inputs: vocabularies(),
    run: (part: Part) => void decodePart(part, featureCodecs),
  }),
  costEntry({
    name: "featureCodecs of parameters",
    inputs: parameters(),
    run: (part: Part) => void decodePart(part, featureCodecs),
  }),
];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function vocabularies() {
  const fitted = async (texts: readonly string[]) => {
    const vectorizer = (await countVectorizer({ ngramRange: [1, 2] }).fit(trainTexts(texts))) as FittedCount;
    return encodePart(vectorizer, featureCodecs as readonly Codec[]);
  };
  const vector = (data: Tensor["data"]): Tensor => ({ shape: [data.length], data });
  const count = (n: number) => Math.floor(n / 4);
  const withTensors = (base: Part, tensors: Record<string, Tensor>): Part => ({
    ...base,
    tensors: { ...base.tensors, ...tensors },
  });
  return {
    "many words": (n: number) => fitted([TEXTS["many words"]!(n) as string]),
    "one long word": (n: number) => fitted([`${"a".repeat(n)} bb`]),
    "words that begin alike": (n: number) =>
      fitted([Array.from({ length: n / 64 }, (_, i) => `${"a".repeat(60)}${i}`).join(" ")]),
    "empty words": async (n: number) =>
      withTensors(await fitted(["aa bb"]), {
        "tokens.ends": vector(new Uint32Array(count(n))),
        "tokens.utf16": vector(new Uint8Array(0)),
      }),
    "a chain of n-grams": async (n: number) =>
      withTensors(await fitted(["aa bb"]), {
        "grams.parent": vector(Int32Array.from({ length: count(n) }, (_, i) => i - 1)),
        "grams.token": vector(new Uint32Array(count(n))),
        "columns.gram": vector(Uint32Array.from({ length: count(n) }, (_, i) => i)),
      }),
  };
}

function parameters() {
  const ofUnion = (parts: readonly object[]) =>
    ({ kind: "feature-union", version: 1, params: { parts }, tensors: {} }) as unknown as Part;
  const dense = { kind: "dense-features", version: 1, params: {} };
  const deep = (levels: number): object =>
    levels === 0
      ? dense
      : { kind: "feature-union", version: 1, params: { parts: [{ ...deep(levels - 1), name: "a" }] } };
  return {
    "many parts": (n: number) =>
      ofUnion(Array.from({ length: n / 64 }, (_, i) => ({ ...dense, name: `p${i}` }))),
    "a large lexicon": (n: number) =>
      ({
        kind: "dense-features",
        version: 1,
        params: {
          features: ["lexiconPositive"],
          lexicon: JSON.parse(JSON_TEXTS["many names"]!(n) as string),
        },
        tensors: {},
      }) as unknown as Part,
    "deep parts": (n: number) => ({ ...deep(Math.min(1000, n / 64)), tensors: {} }) as unknown as Part,
    "many stop words": (n: number) =>
      ({
        kind: "hashing",
        version: 1,
        params: { stopWords: TEXTS["many words"]!(n).toString().split(" ") },
        tensors: {},
      }) as unknown as Part,
  };
}
