import { type Codec, decodeBundle, type RunLogger } from "@imdb/core";
import { describe, expect, test } from "vitest";
import type { LinearModel } from "../linear/linear-model.js";
import { trainTestSplit } from "../selection/train-test-split.js";
import { generatedReviews, wordCounts } from "../selection/word-counts.js";
import { trainCodecs } from "../train-codecs.js";
import { train } from "./train.js";
import { parseTrainConfig } from "./train-config.js";

/** A minimal codec of the vectorizer of this test. */
const wordCodec: Codec = {
  kind: "wordCounts",
  version: 1,
  encode: (fitted) => ({
    params: { names: [...(fitted as { featureNames(): readonly string[] }).featureNames()] },
    tensors: {},
  }),
  decode: (part) => ({ kind: "wordCounts", featureCount: (part.params["names"] as string[]).length }),
};
const YAML = `
project:
  name: demo
  intended_use: Tells good reviews from bad ones.
data:
  test_size: 0.25
  random_state: 7
features:
  min_df: 2
model:
  type: logistic_regression
  c: 2
  max_iter: 500
evaluation:
  resamples: 50
`;
const examples = generatedReviews(200, 5).examples;
const inputs = (more: object = {}) => ({
  data: examples,
  source: "made up",
  vectorizer: (features: Record<string, unknown>) =>
    wordCounts(features["min_df"] as number, { fits: 0, texts: [] }),
  codecs: [wordCodec],
  ...more,
});

describe("train", () => {
  test("one call makes bundle, card and report, and a second call the same, byte for byte", async () => {
    const first = await train(YAML, inputs());
    const second = await train(YAML, inputs());
    expect(first.split.test.examples.length / 200).toBeCloseTo(0.25, 1);
    expect(first.evaluation.accuracy).toBeGreaterThan(0.6);
    expect(first.card).toContain("Tells good reviews from bad ones.");
    expect(first.card).toContain("| accuracy |");
    expect(first.report).toContain("<svg");
    expect([...first.bundle]).toEqual([...second.bundle]);
    const read = decodeBundle(first.bundle, [wordCodec, ...trainCodecs]);
    expect((read.classifier as LinearModel).coef).toEqual((first.model as LinearModel).coef);
    expect(read.manifest.seed).toBe(7);
  });

  test("parameters, metrics, card and report are logged", async () => {
    const logged: Record<string, unknown> = {};
    const tracker: RunLogger = {
      runId: "r1",
      logParams: async (params) => void Object.assign(logged, params),
      logMetrics: async (metrics) => void Object.assign(logged, metrics),
      setTags: async () => {},
      logText: async (text, path) => {
        logged[path] = text.length;
      },
      logArtifact: async () => {},
      logInput: async () => {},
    };
    const { evaluation } = await train(YAML, inputs({ tracker }));
    expect(logged).toMatchObject({ "model.c": 2, "data.random_state": 7, accuracy: evaluation.accuracy });
    expect(Object.keys(logged)).toEqual(expect.arrayContaining(["model-card.md", "evaluation.html"]));
  });
});

describe("parseTrainConfig", () => {
  test("fills in the same defaults for YAML, JSON and objects", () => {
    const config = parseTrainConfig("project: { name: demo }");
    expect(config).toMatchObject({
      data: { test_size: 0.2, random_state: 0 },
      model: { type: "logistic_regression" },
    });
    expect(parseTrainConfig('{"project":{"name":"demo"}}')).toEqual(config);
    expect(parseTrainConfig({ project: { name: "demo" } })).toEqual(config);
  });

  test.each([
    ["an unknown key", "project: { name: a }\nmodel: { maxiter: 5 }", "SCHEMA_MISMATCH", "maxiter"],
    [
      "a share above 1",
      "project: { name: a }\ndata: { test_size: 1.5 }",
      "SCHEMA_MISMATCH",
      "data.test_size",
    ],
    ["text that is not YAML", "project: [", "SCHEMA_MISMATCH", "line"],
    ["an alias bomb", "a: &a [x]\nproject: { name: *a }", "SCHEMA_MISMATCH", "Alias"],
    [
      "an option of another model",
      "project: { name: a }\nmodel: { type: multinomial_nb, c: 1 }",
      "INVALID_OPTION",
      "C",
    ],
    [
      "a penalty the solver lacks",
      "project: { name: a }\nmodel: { solver: lbfgs, penalty: l1 }",
      "INVALID_OPTION",
      "penalty",
    ],
  ])("%s is refused by name", (_, text, code, word) => {
    try {
      parseTrainConfig(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code });
      expect((error as Error).message).toContain(word);
    }
  });
});

describe("trainTestSplit", () => {
  test("groups stay together, labels keep their shares, and the seed decides the split", () => {
    const { train: kept, test: held } = trainTestSplit(examples, { testSize: 0.3, seed: 1 });
    const groups = new Set(kept.examples.map(({ group }) => group));
    for (const { group } of held.examples) expect(groups.has(group)).toBe(false);
    expect(kept.examples.length + held.examples.length).toBe(200);
    expect(held.examples.length / 200).toBeCloseTo(0.3, 1);
    const positive = held.examples.filter(({ label }) => label === "pos").length / held.examples.length;
    expect(Math.abs(positive - 0.5)).toBeLessThan(0.1);
    expect(trainTestSplit(examples, { seed: 1 })).toEqual(trainTestSplit(examples, { seed: 1 }));
    expect(trainTestSplit(examples, { seed: 2 }).test.examples).not.toEqual(
      trainTestSplit(examples, { seed: 1 }).test.examples,
    );
    expect(() => trainTestSplit(examples.slice(0, 1))).toThrow(
      expect.objectContaining({ code: "TOO_FEW_FOR_FOLDS" }),
    );
  });
});
