import { type FittedVectorizer, withRole } from "@imdb/core";
import { vectorizerContract } from "@imdb/core/testing";
import { describe, expect, test } from "vitest";
import {
  countVectorizer,
  featureCodecs,
  featureUnion,
  hashingVectorizer,
  nbWeighting,
  sentimentTokenizer,
  tfidfTransformer,
  tfidfVectorizer,
} from "../index.js";
import { pipeline } from "./pipeline.js";

const TRAIN = withRole("train", ["A good film!", "A bad film.", "Good, good acting :)", "bad plot"]);
const LABELS = { role: "train", classes: ["neg", "pos"], codes: Int32Array.of(1, 0, 1, 0) } as const;
const supervised = () =>
  pipeline(countVectorizer({ tokenizer: sentimentTokenizer(), ngramRange: [1, 2], binary: true }), [
    nbWeighting(),
    tfidfTransformer(),
  ]);

describe("a pipeline without labels", () => {
  for (const rule of vectorizerContract(() => pipeline(countVectorizer(), [tfidfTransformer()]))) {
    test(rule.name, rule.run);
  }

  test("of counts and TF-IDF is the TF-IDF vectorizer", async () => {
    const options = { sublinearTf: true, norm: "l1" } as const;
    const apart = await pipeline(countVectorizer(), [tfidfTransformer(options)]).fitTransform(TRAIN);
    const atOnce = await tfidfVectorizer(options).fitTransform(TRAIN);
    expect(apart.matrix).toEqual(atOnce.matrix);
  });
});

describe("sublinear weights of hashes", () => {
  const sublinear = [tfidfTransformer({ sublinearTf: true })];

  test("with signs are refused by the fit, whatever the texts are", async () => {
    const signed = pipeline(hashingVectorizer({ nFeatures: 8 }), sublinear);
    await expect(signed.fit(TRAIN)).rejects.toMatchObject({
      code: "INVALID_OPTION",
      details: { option: "alternateSign" },
    });
  });

  test.each([{ alternateSign: false }, { binary: true }])("with %j are finite", async (options) => {
    const made = pipeline(hashingVectorizer({ nFeatures: 8, norm: null, ...options }), sublinear);
    const { values } = (await made.fitTransform(TRAIN)).matrix;
    expect(values.every((value) => value > 0 && value < 10)).toBe(true);
  });

  test("behind a union are refused by the fit", async () => {
    const union = featureUnion({ hashes: hashingVectorizer({ nFeatures: 8 }) });
    await expect(pipeline(union, sublinear).fit(TRAIN)).rejects.toMatchObject({ code: "NEGATIVE_FEATURE" });
  });
});

describe("a pipeline with labels", () => {
  test("weighs by naive Bayes times idf, at length 1, and transforms as it was fitted", async () => {
    const { vectorizer, matrix } = await supervised().fitTransform(TRAIN, LABELS);
    expect(vectorizer.transform(TRAIN)).toEqual(matrix);
    const value = new Map(
      vectorizer.locate!("good film").map(({ feature }) => [vectorizer.featureNames()[feature], feature]),
    );
    const [row] = [vectorizer.transform(["good film"])];
    const weight = (name: string) => row!.values[row!.indices.indexOf(value.get(name)!)]!;
    // "film" is in one document of each class, "good" in two of one class: "film" has nearly no weight.
    expect(weight("good")).toBeGreaterThan(4 * weight("film"));
    expect(Math.hypot(...row!.values)).toBeCloseTo(1, 6);
  });

  test("goes into a bundle and comes back", async () => {
    const { vectorizer } = await supervised().fitTransform(TRAIN, LABELS);
    const codec = featureCodecs.find(({ kind }) => kind === "pipeline")!;
    const part = codec.encode(vectorizer);
    const decoded = codec.decode(part, 1) as FittedVectorizer;
    expect(decoded.transform(TRAIN)).toEqual(vectorizer.transform(TRAIN));
    expect(decoded.params).toEqual(vectorizer.params);
    const hostile = {
      ...part,
      params: { ...part.params, steps: [{ kind: "pipeline", version: 1, params: {} }] },
    };
    expect(() => codec.decode(hostile as never, 1)).toThrow(/pipeline/);
    const [first, second] = part.params["steps"] as never[];
    const longer = { ...part, params: { ...part.params, steps: [first, second, second] } };
    expect(() => codec.decode(longer as never, 1)).toThrow(/missing/);
  });

  test("refuses labels that are too few or not for training", async () => {
    const few = { ...LABELS, codes: Int32Array.of(1) };
    await expect(supervised().fit(TRAIN, few)).rejects.toMatchObject({ code: "SHAPE_MISMATCH" });
    const test = { ...LABELS, role: "test" } as never;
    await expect(supervised().fit(TRAIN, test)).rejects.toMatchObject({ code: "NOT_TRAIN_SPLIT" });
    // @ts-expect-error: without labels
    await expect(supervised().fit(TRAIN)).rejects.toThrow();
  });
});
