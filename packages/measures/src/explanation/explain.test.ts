import { csrFromRows, type FittedVectorizer, type LinearClassifier } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { explain } from "./explain.js";
import { strongestFeatures } from "./strongest-features.js";

const WORDS = ["bad", "good", "plot"];
const vectorizer: FittedVectorizer = {
  kind: "threeWords",
  params: {},
  featureCount: 3,
  featureNames: () => WORDS,
  transform: (texts) =>
    csrFromRows(
      texts.map((text) =>
        WORDS.map((word, j) => [j, text.split(word).length - 1] as const).filter(([, n]) => n > 0),
      ),
      3,
    ),
};

/** Three classes with one output each. */
const model: LinearClassifier = {
  kind: "byHand",
  params: {},
  classes: ["neg", "neutral", "pos"],
  featureCount: 3,
  coef: Float64Array.of(2, -1, 0, 0, 0, 1, -2, 3, 0),
  intercept: Float64Array.of(0.5, 0.25, -0.5),
  decisionFunction: (X) => new Float64Array(X.rows * 3),
  predictProba: () => Float64Array.of(0.2, 0.1, 0.7),
};

describe("explain", () => {
  test("returns the contributions to the decision value of a class, largest first", () => {
    const { label, probability, intercept, decision, contributions } = explain(
      model,
      vectorizer,
      "good plot, good and bad",
      { label: "pos" },
    );
    expect({ label, probability, intercept, decision }).toEqual({
      label: "pos",
      probability: 0.7,
      intercept: -0.5,
      decision: -0.5 + 2 * 3 - 2,
    });
    expect(contributions.map(({ name, contribution }) => [name, contribution])).toEqual([
      ["good", 6],
      ["bad", -2],
      ["plot", 0],
    ]);
  });

  test("needs a label for more than two classes, takes given names, and refuses a vectorizer of other features", () => {
    expect(() => explain(model, vectorizer, "good")).toThrow(/label/);
    const names = ["a", "b", "c"];
    expect(explain(model, vectorizer, "good", { label: "pos", names }).contributions[0]!.name).toBe("b");
    expect(() => explain(model, { ...vectorizer, featureCount: 4 }, "good", { label: "pos" })).toThrow(
      "Features: expected 3, got 4.",
    );
  });
});

test("strongestFeatures returns the largest weights for and against a class", () => {
  const { for: pros, against } = strongestFeatures(model, WORDS, 2, { label: "pos" });
  expect(pros).toEqual([{ name: "good", weight: 3 }]);
  expect(against).toEqual([{ name: "bad", weight: -2 }]);
});
