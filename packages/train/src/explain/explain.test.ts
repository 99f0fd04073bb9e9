import { csrFromRows, type FittedVectorizer, type TrainLabels } from "@imdb/core";
import { explain, strongestFeatures } from "@imdb/measures";
import { describe, expect, test } from "vitest";
import { logisticRegression } from "../linear/logistic-regression.js";

const WORDS = ["bad", "dull", "fine", "good"];

/** Counts four words. */
const vectorizer: FittedVectorizer = {
  kind: "fourWords",
  params: {},
  featureCount: 4,
  featureNames: () => WORDS,
  transform: (texts) =>
    csrFromRows(
      texts.map((text) =>
        WORDS.map((word, j) => [j, text.split(word).length - 1] as const).filter(([, n]) => n > 0),
      ),
      4,
    ),
  locate: (text) =>
    WORDS.flatMap((word, feature) =>
      [...text.matchAll(new RegExp(word, "g"))].map((m) => ({
        feature,
        start: m.index,
        end: m.index + word.length,
      })),
    ),
};
const texts = ["good fine", "good", "fine good good", "bad", "bad dull", "dull fine"];
const y: TrainLabels = { role: "train", classes: ["neg", "pos"], codes: Int32Array.of(1, 1, 1, 0, 0, 0) };
const model = await logisticRegression({ C: 10 }).fit(vectorizer.transform(texts), y);

describe("explain", () => {
  test("contributions and intercept sum to the decision value, for either class", () => {
    const text = "a good, good and fine but dull film";
    const positive = explain(model, vectorizer, text);
    const sum = positive.contributions.reduce(
      (total, { contribution }) => total + contribution,
      positive.intercept,
    );
    expect(sum).toBeCloseTo(model.decisionFunction(vectorizer.transform([text]))[0]!, 12);
    expect(positive.decision).toBeCloseTo(sum, 12);
    const negative = explain(model, vectorizer, text, { label: "neg" });
    expect(negative.decision).toBeCloseTo(-sum, 12);
    expect(negative.probability + positive.probability).toBeCloseTo(1, 12);
  });

  test("spans are the places of the words", () => {
    const text = "good film, good cast";
    const [first] = explain(model, vectorizer, text).contributions;
    expect(first).toMatchObject({ name: "good", value: 2 });
    expect(first!.spans.map(({ start, end }) => text.slice(start, end))).toEqual(["good", "good"]);
  });

  test("an unknown label is refused", () => {
    expect(() => explain(model, vectorizer, "good", { label: "meh" })).toThrow("meh");
  });
});

test("strongestFeatures ranks words for and against a class", () => {
  const { for: pros, against } = strongestFeatures(model, WORDS, 1);
  expect(pros.map(({ name }) => name)).toEqual(["good"]);
  expect(against[0]!.weight).toBeLessThan(0);
  expect(strongestFeatures(model, WORDS, 2, { label: "neg" }).against[0]!.name).toBe("good");
  expect(() => strongestFeatures(model, ["bad"], 1)).toThrow("expected 4, got 1");
});
