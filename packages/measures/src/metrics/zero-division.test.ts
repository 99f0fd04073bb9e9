import { expect, test } from "vitest";
import { evaluateProbabilities } from "../index.js";

const rows = (...positive: number[]) => Float64Array.from(positive.flatMap((p) => [1 - p, p]));

test("a class that is never predicted has a warning, as scikit-learn has one", () => {
  const actual = Int32Array.of(0, 1, 1);
  const { precision, warnings } = evaluateProbabilities(["ham", "spam"], rows(0.1, 0.2, 0.3), actual, {
    positive: "spam",
  });
  expect(precision).toBe(0);
  expect(warnings).toEqual(['Precision is not defined and set to 0 for "spam": no row is predicted as it.']);
});

test("so has a class that no row has; classes with both have none", () => {
  const actual = Int32Array.of(0, 0);
  const { recall, warnings } = evaluateProbabilities(["ham", "spam"], rows(0.1, 0.9), actual, {
    positive: "spam",
  });
  expect(recall).toBe(0);
  expect(warnings).toContain('Recall is not defined and set to 0 for "spam": no row has this label.');
  const both = evaluateProbabilities(["ham", "spam"], rows(0.1, 0.9), Int32Array.of(0, 1), {
    positive: "spam",
  });
  expect(both.warnings).toEqual([]);
});

test("many classes are named together", () => {
  const classes = Array.from({ length: 14 }, (_, i) => `c${String(i).padStart(2, "0")}`);
  const probabilities = new Float64Array(2 * 14);
  probabilities[0] = 1;
  probabilities[14] = 1;
  const { warnings } = evaluateProbabilities(classes, probabilities, Int32Array.of(0, 1));
  expect(warnings.join()).toMatch(/for "c01", .*"c10" and 3 others: no row is predicted/);
  expect(warnings.join()).toMatch(/for "c02", .*"c11" and 2 others: no row has this label/);
});
