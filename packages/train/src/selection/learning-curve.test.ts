import { contentHash, createSplit } from "@imdb/core";
import { expect, test } from "vitest";
import { logisticRegression } from "../linear/logistic-regression.js";
import { learningCurve } from "./learning-curve.js";
import { generatedReviews, wordCounts } from "./word-counts.js";

const options = () => ({
  vectorizer: wordCounts(1, { fits: 0, texts: [] }),
  classifier: logisticRegression(),
});
const examples = Array.from({ length: 60 }, (_, i) =>
  i % 10 === 0
    ? { id: `${i}`, text: `great fun ${i % 7}x film`, label: "pos" }
    : { id: `${i}`, text: `dull bore ${i % 7}x film plot`, label: "neg" },
);
const fewPositives = createSplit("train", examples, contentHash(examples));

test("a share without rows of a class has no value, and the warnings name it", async () => {
  const curve = await learningCurve(options(), fewPositives, { seed: 0 });
  expect(curve.rows).toEqual([5, 12, 24, 48]);
  expect(curve.mean[0]).toBeNull();
  expect(curve.std[0]).toBeNull();
  expect(curve.mean.at(-1)).toBeGreaterThan(0.8);
  expect(curve.warnings[0]).toMatch(
    /^5 training rows have no value: fold \d of 5 has none of class "pos"\.$/,
  );
});

test("with enough rows every share has a value, and there are no warnings", async () => {
  const curve = await learningCurve({ ...options(), shares: [0.3, 1] }, generatedReviews(120, 3));
  expect(curve.rows).toEqual([29, 96]);
  expect(curve.mean.every((value) => value !== null && value > 0.5)).toBe(true);
  expect(curve.warnings).toEqual([]);
});
