import { type Codec, createSplit, type FittedVectorizer, type RunLogger } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { trainTestSplit } from "../selection/train-test-split.js";
import { generatedReviews, wordCounts } from "../selection/word-counts.js";
import { train as trainByConfig } from "./train.js";

const VERSION = `sha256:${"0".repeat(64)}` as const;
const counts = () => wordCounts(1, { fits: 0, texts: [] });
const examples = generatedReviews(240, 3)
  .examples.filter((_, row) => row % 6 !== 1)
  .map((example) => ({ ...example, label: example.label === "pos" ? "fraud" : "legit" }));

describe("train", () => {
  const split = trainTestSplit(examples, { testSize: 0.3 });
  const config = (more: object = {}) => ({
    project: { name: "demo" },
    evaluation: { resamples: 20 },
    ...more,
  });
  const inputs = (more: object = {}) => ({
    data: split,
    source: "made up",
    vectorizer: counts,
    codecs: [
      {
        kind: "wordCounts",
        version: 1,
        encode: () => ({ params: {}, tensors: {} }),
        decode: () => ({}),
      } as Codec,
    ],
    ...more,
  });
  const manifestOf = (files: ReadonlyMap<string, Uint8Array>) =>
    JSON.parse(new TextDecoder().decode(files.get("manifest.json"))) as Record<string, unknown>;

  test("the positive class and the decision rule of the configuration are in evaluation, bundle, card, page and run", async () => {
    const params: Record<string, unknown> = {};
    const tracker = {
      runId: "r",
      logParams: async (more: object) => void Object.assign(params, more),
      logMetrics: async () => {},
      setTags: async () => {},
      logText: async () => {},
      logArtifact: async () => {},
      logInput: async () => {},
    } satisfies RunLogger;
    const trained = await trainByConfig(
      config({
        evaluation: { resamples: 20, positive_label: "fraud" },
        decision: { threshold: 0.4, abstain_below: 0.7 },
      }),
      inputs({ tracker }),
    );
    const decision = { threshold: 0.4, abstainBelow: 0.7 };
    expect(trained.evaluation).toMatchObject({ positive: "fraud", decision });
    expect(trained.evaluation.coverage).toBeLessThan(1);
    expect(manifestOf(trained.bundle)).toMatchObject({ positive: "fraud", decision });
    expect(manifestOf(trained.bundle)["metrics"]).toMatchObject({ recall: trained.evaluation.recall });
    expect(trained.card).toContain("positive class: fraud");
    expect(trained.card).toContain('"abstainBelow":0.7');
    expect(trained.report).toContain("F1 of fraud");
    expect(params).toMatchObject({ "evaluation.positive_label": "fraud", "decision.threshold": 0.4 });
  });

  test("the positive class of the split is the default, and its name is checked before the fit", async () => {
    const named = trainTestSplit(examples, { testSize: 0.3, positive: "legit" });
    const trained = await trainByConfig(config(), inputs({ data: named }));
    expect(manifestOf(trained.bundle)["positive"]).toBe("legit");
    const seen = { fits: 0, texts: [] };
    const wrong = config({ evaluation: { positive_label: "frod" } });
    await expect(
      trainByConfig(wrong, inputs({ vectorizer: () => wordCounts(1, seen) })),
    ).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
    await expect(trainByConfig(config({ decision: { threshold: 2 } }), inputs())).rejects.toMatchObject({
      code: "SCHEMA_MISMATCH",
    });
    expect(seen.fits).toBe(0);
    expect(() => trainTestSplit(named.train.examples, { positive: "frod" })).toThrow(/fraud or legit/);
  });

  test("texts that were cleaned need the cleaning in the bundle", async () => {
    const cleaning = [{ name: "html-breaks", version: 1 }];
    const cleanedSplit = {
      train: createSplit("train", split.train.examples, VERSION, { cleaning }),
      test: createSplit("test", split.test.examples, VERSION, { cleaning }),
    };
    const seen = { fits: 0, texts: [] };
    const given = inputs({ data: cleanedSplit, vectorizer: () => wordCounts(1, seen) });
    await expect(trainByConfig(config(), given)).rejects.toMatchObject({
      code: "CLEANING_LEFT_OUT",
      message: expect.stringContaining("html-breaks@1"),
    });
    expect(seen.fits).toBe(0);
    const cleaned = (inner: FittedVectorizer) => ({ ...inner, params: { cleans: true } });
    const trained = await trainByConfig(config(), { ...given, cleaned });
    expect(trained.vectorizer.params).toEqual({ cleans: true });
    expect(trained.evaluation.accuracy).toBeDefined();
  });
});
