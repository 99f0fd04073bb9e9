import { createSplit, decodePart, encodePart, fitVectorizer, labelsOf, withRole } from "@imdb/core";
import { explain, strongestFeatures } from "@imdb/measures";
import { describe, expect, test } from "vitest";
import {
  calibratedClassifier,
  complementNb,
  logisticRegression,
  multinomialNb,
  trainCodecs,
} from "../index.js";
import { wordCounts } from "../selection/word-counts.js";

const TEXTS = {
  film: ["the film has a plot", "the film and the cast"],
  food: ["the soup and the bread", "the bread was warm soup"],
  travel: ["the train was late", "the train and the hotel"],
};
const examples = Object.entries(TEXTS).flatMap(([label, texts]) =>
  [...texts, ...texts, ...texts].map((text, i) => ({ id: `${label}${i}`, text, label })),
);
const split = createSplit("train", examples, `sha256:${"0".repeat(64)}`);
const fitted = async (classifier: ReturnType<typeof multinomialNb>) => {
  const labels = labelsOf(split);
  const { vectorizer, matrix } = await fitVectorizer(
    wordCounts(1, { fits: 0, texts: [] }),
    withRole("train", split.texts),
    labels,
    {},
  );
  return { vectorizer, model: await classifier.fit(matrix, labels) };
};

describe.each([
  ["multinomial", multinomialNb()],
  ["complement", complementNb()],
])("%s naive Bayes of several classes", (_, classifier) => {
  test("is explained relative to the other classes", async () => {
    const { vectorizer, model } = await fitted(classifier);
    const { contributions, decision, intercept } = explain(model, vectorizer, "the soup and the train", {
      label: "food",
    });
    expect(contributions[0]!.name).toMatch(/soup|train/);
    const by = new Map(contributions.map(({ name, contribution }) => [name, contribution]));
    expect(by.get("soup")).toBeGreaterThan(0.3);
    expect(by.get("train")).toBeLessThan(-0.2);
    const sum = contributions.reduce((all, { contribution }) => all + contribution, intercept);
    expect(decision).toBeCloseTo(sum, 12);
    const { for: strongest } = strongestFeatures(model, vectorizer.featureNames(), 2, { label: "food" });
    expect(strongest.map(({ name }) => name).sort()).toEqual(["bread", "soup"]);
  });

  test("so is what contains it, and what was stored; probabilities are the softmax of the decision values", async () => {
    const { vectorizer, model } = await fitted(classifier);
    const decisions = model.classes.map((label) => explain(model, vectorizer, "the soup", { label }));
    const total = decisions.reduce((sum, { decision }) => sum + Math.exp(decision), 0);
    for (const { decision, probability } of decisions)
      expect(Math.exp(decision) / total).toBeCloseTo(probability, 12);
    const codecs = trainCodecs;
    const stored = decodePart<typeof model>(encodePart(model, codecs), codecs);
    const label = "travel";
    const names = vectorizer.featureNames();
    expect(strongestFeatures(stored, names, 3, { label })).toEqual(
      strongestFeatures(model, names, 3, { label }),
    );
    const calibrated = await calibratedClassifier(classifier).fit(
      vectorizer.transform(split.texts),
      labelsOf(split),
    );
    expect(strongestFeatures(calibrated, names, 3, { label })).toEqual(
      strongestFeatures(model, names, 3, { label }),
    );
  });
});

test("multinomial logistic regression is explained as before: its weights have the mean 0", async () => {
  const { vectorizer, model } = await fitted(logisticRegression({ solver: "lbfgs" }) as never);
  const [first] = explain(model, vectorizer, "the soup", { label: "food" }).contributions;
  const row = model.classes.indexOf("food") * model.featureCount;
  const own = (model as unknown as { coef: Float64Array }).coef[row + first!.feature]!;
  expect(first!.weight).toBeCloseTo(own, 6);
});
