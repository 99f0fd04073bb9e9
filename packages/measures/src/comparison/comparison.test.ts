import { seededRandom } from "@imdb/core";
import { expect, test } from "vitest";
import { bootstrapIntervals } from "../intervals/bootstrap-intervals.js";
import { evaluateProbabilities } from "../metrics/evaluate-probabilities.js";
import { pairedPermutationTest } from "./paired-permutation-test.js";

function normalScores(rows: number, seed: number) {
  const random = seededRandom(seed);
  const actual = Int32Array.from({ length: rows }, () => random.integer(2));
  const p = new Float64Array(2 * rows);
  actual.forEach((code, i) => {
    p[2 * i + 1] = 1 / (1 + Math.exp(-(random.normal() + (code ? 1 : -1))));
    p[2 * i] = 1 - p[2 * i + 1]!;
  });
  return { actual, p };
}

test("an accuracy interval is about as wide as the binomial interval, and contains the metric", () => {
  const { actual, p } = normalScores(1000, 1);
  const evaluation = evaluateProbabilities(["a", "b"], p, actual, { positive: "b" });
  const intervals = bootstrapIntervals(["a", "b"], p, actual, { positive: "b", seed: 3 });
  for (const name of ["accuracy", "precision", "recall", "f1", "rocAuc", "logLoss", "brier"] as const) {
    expect(intervals[name]!.low).toBeLessThan(evaluation[name]!);
    expect(intervals[name]!.high).toBeGreaterThan(evaluation[name]!);
  }
  const { accuracy } = evaluation;
  const binomial = 2 * 1.96 * Math.sqrt((accuracy * (1 - accuracy)) / 1000);
  expect((intervals["accuracy"]!.high - intervals["accuracy"]!.low) / binomial).toBeGreaterThan(0.85);
  expect((intervals["accuracy"]!.high - intervals["accuracy"]!.low) / binomial).toBeLessThan(1.15);
  expect(bootstrapIntervals(["a", "b"], p, actual, { positive: "b", seed: 3 })).toEqual(intervals);
});

test("about 90 % of the 90 % intervals contain the true accuracy", () => {
  // The classes are normal with means ±1, so the true accuracy is Φ(1).
  const truth = 0.8413447;
  let covered = 0;
  for (let trial = 0; trial < 100; trial++) {
    const { actual, p } = normalScores(200, 1000 + trial);
    const { low, high } = bootstrapIntervals(["a", "b"], p, actual, { level: 0.9, resamples: 200 })[
      "accuracy"
    ]!;
    if (low <= truth && truth <= high) covered++;
  }
  expect(covered).toBeGreaterThanOrEqual(80);
  expect(covered).toBeLessThanOrEqual(99);
});

test("a permutation test finds a real difference, and none between equal scores", () => {
  const random = seededRandom(2);
  const base = Array.from({ length: 200 }, () => random.normal());
  const noise = base.map((value) => value + 0.5 * random.normal());
  const shifted = noise.map((value) => value + 0.3);
  expect(pairedPermutationTest(base, noise).pValue).toBeGreaterThan(0.05);
  const found = pairedPermutationTest(shifted, base);
  expect(found.pValue).toBeLessThan(0.001);
  expect(found.difference).toBeGreaterThan(0.1);
  expect(pairedPermutationTest([1, 2], [1, 2]).pValue).toBe(1);
  // All six differences are positive: 2 of the 64 sign patterns are equally extreme.
  const six = pairedPermutationTest([1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0], { permutations: 200_000 });
  expect(six.pValue).toBeCloseTo(2 / 64, 2);
});
