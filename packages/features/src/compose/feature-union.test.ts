import { type FittedVectorizer, withRole } from "@imdb/core";
import { vectorizerContract } from "@imdb/core/testing";
import { describe, expect, test } from "vitest";
import {
  columnScaler,
  countVectorizer,
  denseFeatures,
  featureCodecs,
  featureUnion,
  nbWeighting,
  pipeline,
  tfidfVectorizer,
} from "../index.js";

const TRAIN = withRole("train", ["A GOOD film!", "A bad film?", "Good, good acting", "bad plot... 10/10"]);
const LABELS = { role: "train", classes: ["neg", "pos"], codes: Int32Array.of(1, 0, 1, 0) } as const;
const plain = () =>
  featureUnion({
    words: tfidfVectorizer(),
    style: pipeline(denseFeatures({ lexicon: { good: 2, bad: -1.5 } }), [columnScaler()]),
  });

describe("featureUnion", () => {
  for (const rule of vectorizerContract(plain)) test(rule.name, rule.run);

  test("puts parts beside one another, in their order", async () => {
    const { vectorizer, matrix } = await plain().fitTransform(TRAIN);
    const words = await tfidfVectorizer().fitTransform(TRAIN);
    expect(matrix.cols).toBe(words.matrix.cols + 11);
    expect(vectorizer.featureNames()[0]).toBe("words__10");
    expect(vectorizer.featureNames().at(-1)).toBe("style__lexiconNegative");
    const at = vectorizer.locate!("a bad plot").map(({ feature, start, end }) => [
      vectorizer.featureNames()[feature],
      start,
      end,
    ]);
    expect(at).toEqual([
      ["words__bad", 2, 5],
      ["words__plot", 6, 10],
    ]);
  });

  test("goes into a bundle and comes back, in a pipeline and with pipelines in it", async () => {
    const union = featureUnion({
      z: countVectorizer(),
      a: pipeline(countVectorizer({ ngramRange: [2, 2] }), [nbWeighting()]),
    });
    const { vectorizer } = await pipeline(union, [columnScaler()]).fitTransform(TRAIN, LABELS);
    const codec = featureCodecs.find(({ kind }) => kind === "pipeline")!;
    const decoded = codec.decode(structuredClone(codec.encode(vectorizer)), 1) as FittedVectorizer;
    expect(decoded.transform(TRAIN)).toEqual(vectorizer.transform(TRAIN));
    expect(decoded.featureNames()).toEqual(vectorizer.featureNames());
    expect(vectorizer.featureNames()[0]).toMatch(/^z__/);
  });

  test("refuses no parts and names with two underscores", () => {
    expect(() => featureUnion({})).toThrow(/at least one/);
    expect(() => featureUnion({ a__b: countVectorizer() })).toThrow(/a__b/);
  });
});

describe("denseFeatures", () => {
  for (const rule of vectorizerContract(() => denseFeatures())) test(rule.name, rule.run);

  test("measures what its names say", () => {
    const all = denseFeatures({ lexicon: { good: 2, bad: -1.5 } });
    const { indices, values } = all.transform(["GOOD film! So bad, Good?? 10"]);
    const measured = Object.fromEntries(Array.from(indices, (c, k) => [all.featureNames()[c], values[k]]));
    expect(measured).toEqual({
      characters: 28,
      words: 6,
      wordLength: Math.fround(19 / 6),
      exclamations: 1,
      questions: 2,
      punctuation: 1,
      capitals: Math.fround(6 / 17),
      shouted: 1,
      digits: 2,
      lexiconPositive: 4,
      lexiconNegative: 1.5,
    });
    expect(() => denseFeatures({ features: ["smiles" as never] })).toThrow(/smiles/);
  });
});
