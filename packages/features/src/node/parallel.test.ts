import { existsSync } from "node:fs";
import { type EncodedPart, type FittedVectorizer, seededRandom, withRole } from "@imdb/core";
import { describe, expect, test } from "vitest";
import {
  countVectorizer,
  type FittedTerms,
  featureCodecs,
  pipeline,
  sentimentTokenizer,
  type TermVectorizer,
  tfidfTransformer,
  tfidfVectorizer,
} from "../index.js";
import { shrinkingChunks } from "./chunks.js";
import { parallelTransformer, parallelVectorizer } from "./index.js";

const TEXTS = randomTexts(120);
const TRAIN = withRole("train", TEXTS);
const isBuilt = existsSync(new URL("../../dist/imdb-features-worker.mjs", import.meta.url));
const VECTORIZERS: Record<string, () => TermVectorizer<FittedTerms>> = {
  "1-grams": () => tfidfVectorizer({ minDf: 2, maxDf: 0.5 }),
  "1-grams, the most frequent": () => countVectorizer({ maxFeatures: 30, binary: true }),
  "1–2-grams": () => tfidfVectorizer({ ngramRange: [1, 2], minDf: 2, sublinearTf: true }),
  "2–3-grams, the most frequent": () => countVectorizer({ ngramRange: [2, 3], maxFeatures: 50 }),
  sentiment: () => tfidfVectorizer({ tokenizer: sentimentTokenizer(), ngramRange: [1, 3], binary: true }),
  "characters in words": () => countVectorizer({ analyzer: "charWb", ngramRange: [3, 5] }),
};

/** Words of a skewed random vocabulary, some of them of several scripts; an empty text now and then. */
function randomTexts(count: number): string[] {
  const random = seededRandom(11);
  const words = [
    "\u00e9t\u00e9",
    "\u{1d400}\u{1d401}",
    "\ud800x",
    ...Array.from({ length: 60 }, (_, k) => `w${k}`),
  ];
  return Array.from({ length: count }, () => {
    const length = random.integer(40);
    return Array.from({ length }, () => words[Math.floor(words.length * random.next() ** 3)]).join(" ");
  });
}

function encoded(vectorizer: FittedVectorizer): EncodedPart {
  return featureCodecs.find(({ kind }) => kind === vectorizer.kind)!.encode(vectorizer);
}

describe.skipIf(!isBuilt)("threads (needs the built worker: npm run build)", () => {
  for (const [name, make] of Object.entries(VECTORIZERS)) {
    test(`change nothing: ${name}`, async () => {
      const alone = await make().fitTransform(TRAIN);
      for (const threads of [2, 3]) {
        const { vectorizer, matrix } = await parallelVectorizer(make(), {
          threads,
          charactersPerThread: 1,
        }).fitTransform(TRAIN);
        expect(matrix).toEqual(alone.matrix);
        expect(encoded(vectorizer)).toEqual(encoded(alone.vectorizer));
      }
      const transformer = parallelTransformer(alone.vectorizer, { threads: 2 });
      try {
        expect(await transformer.transform(TEXTS)).toEqual(alone.vectorizer.transform(TEXTS));
        expect(await transformer.transform([])).toEqual(alone.vectorizer.transform([]));
      } finally {
        await transformer.close();
      }
    });
  }

  test("serve a pipeline too, and take more of them than there are texts", async () => {
    const few = withRole("train", ["a good film", "good"]);
    const make = (threads: number) =>
      pipeline(parallelVectorizer(countVectorizer(), { threads, charactersPerThread: 1 }), [
        tfidfTransformer(),
      ]);
    expect((await make(4).fitTransform(few)).matrix).toEqual((await make(1).fitTransform(few)).matrix);
  });

  test("stop when cancelled, and pass errors on as they are", async () => {
    const control = new AbortController();
    const fit = parallelVectorizer(tfidfVectorizer(), { threads: 2, charactersPerThread: 1 }).fit(TRAIN, {
      signal: control.signal,
    });
    control.abort();
    await expect(fit).rejects.toMatchObject({ code: "CANCELLED" });
    const nothing = parallelVectorizer(tfidfVectorizer(), { threads: 2, charactersPerThread: 1 }).fit(
      withRole("train", ["", "!!!"]),
    );
    await expect(nothing).rejects.toMatchObject({ code: "EMPTY_VOCABULARY" });
  });

  test("a fit with a tokenizer that is a function stays on the calling thread", async () => {
    const make = () => tfidfVectorizer({ tokenizer: (text) => text.split(" ") });
    const there = await parallelVectorizer(make(), { threads: 2, charactersPerThread: 1 }).fitTransform(
      TRAIN,
    );
    expect(there.matrix).toEqual((await make().fitTransform(TRAIN)).matrix);
    expect(() => parallelTransformer(there.vectorizer)).toThrow(/function/);
  });
});

test("chunks are the texts in order, none empty, however many threads", () => {
  for (const threads of [1, 2, 7]) {
    const chunks = shrinkingChunks(TEXTS, threads);
    expect(chunks.length).toBeGreaterThanOrEqual(threads);
    expect(chunks.flat()).toEqual(TEXTS);
    expect(chunks.every((chunk) => chunk.length > 0)).toBe(true);
  }
  expect(shrinkingChunks([], 2)).toEqual([]);
  expect(shrinkingChunks(["", "", ""], 2).flat()).toEqual(["", "", ""]);
});
