import { seededRandom } from "@imdb/core";
import { expect, test } from "vitest";
import { distancePValue } from "./distance-p-value.js";
import { kolmogorovSmirnov } from "./methods/kolmogorov-smirnov.js";
import { pairOfCategories, pairOfNumbers } from "./methods/pair.js";
import { tableDrift } from "./table-drift.js";

const missing = { reference: 0, current: 0 };
const normals = (seed: number, n: number, shift = 0) => {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => random.normal() + shift);
};

test.each([
  [30, 0.7],
  [200, 0.3],
  [2000, 0.1],
])("%i numbers shifted by %f: it is near the p-value of the exact test", (n, shift) => {
  const pair = pairOfNumbers(normals(1, 4 * n), normals(2, n, shift));
  const exact = kolmogorovSmirnov.numeric!(pair).pValue!;
  const ours = distancePValue({ column: "c", type: "numeric", missing, pair });
  expect(ours / exact).toBeGreaterThan(0.6);
  expect(ours / exact).toBeLessThan(1.7);
});

test("equal windows of any type: it is 1", () => {
  const numbers = [1, 2, 3, 4, 5, 6, 7];
  const pair = pairOfNumbers(numbers, numbers);
  expect(distancePValue({ column: "c", type: "numeric", missing, pair })).toBe(1);
  const categories = pairOfCategories(["a", "b"], ["a", "b"]);
  expect(distancePValue({ column: "c", type: "categorical", missing, pair: categories })).toBe(1);
});

test("small windows of the same distribution have a large distance, and have not drifted", () => {
  const reference = { x: normals(1, 1500), y: normals(2, 1500) };
  const alarms = { ours: 0, evidently: 0 };
  for (let seed = 10; seed < 60; seed++) {
    const current = { x: normals(seed, 30), y: normals(seed + 1000, 30) };
    if (tableDrift({ reference, current }).dataset.driftedColumns > 0) alarms.ours++;
    if (tableDrift({ reference, current, correction: "none" }).dataset.driftedColumns > 0) alarms.evidently++;
  }
  expect(alarms.evidently).toBeGreaterThan(40);
  expect(alarms.ours).toBeLessThanOrEqual(5);
});

test("a distance that is significant and below the threshold is not drift", () => {
  const current = { x: normals(2, 20_000, 0.06) };
  const [x] = tableDrift({ reference: { x: normals(1, 20_000) }, current }).columns;
  expect(x).toMatchObject({ result: "distance", drifted: false });
  expect(x?.status === "compared" && x.adjustedPValue).toBeLessThan(0.001);
});
