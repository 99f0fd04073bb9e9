import { csrFromRows, seededRandom } from "@imdb/core";
import { expect, test } from "vitest";
import { freeInterceptStart } from "./free-intercept-start.js";
import { penalisedLoss } from "./penalised-loss.js";
import { binaryLogLoss } from "./row-loss.js";

/** Rows of a few of 30 features. Four of five rows are positive, so the optimal intercept is far from 0. */
function problem(rows: number) {
  const random = seededRandom(3);
  const signs = Float64Array.from({ length: rows }, () => (random.integer(5) === 0 ? -1 : 1));
  const X = csrFromRows(
    Array.from(signs, (sign) => {
      const features = new Map<number, number>();
      for (let k = 0; k < 4; k++)
        features.set(random.integer(15) + (sign > 0 ? 15 : random.integer(15)), 0.5);
      return [...features].sort(([a], [b]) => a - b);
    }),
    30,
  );
  return { X, signs, costs: new Float64Array(rows).fill(10) };
}

function gradientAt(given: ReturnType<typeof problem>, coef: Float64Array, intercept: number) {
  const { X, signs, costs } = given;
  const objective = penalisedLoss(X, binaryLogLoss(signs, costs), 0);
  objective.moveTo(Float64Array.of(...coef, intercept));
  const gradient = new Float64Array(objective.size);
  objective.gradient(gradient);
  return gradient;
}

test("the intercept is optimal for the weights, after any number of passes", async () => {
  const given = problem(400);
  for (const maxIter of [1, 2, 5, 20]) {
    const { coef, intercept, passes } = await freeInterceptStart(given, true, { tol: 1e-9, maxIter }, {});
    expect(passes).toBeLessThanOrEqual(maxIter);
    expect(Math.abs(gradientAt(given, coef, intercept)[30]!)).toBeLessThan(1e-6);
  }
});

test("with enough passes the start is near the optimum", async () => {
  const given = problem(400);
  const { coef, intercept } = await freeInterceptStart(given, true, { tol: 1e-6, maxIter: 100 }, {});
  const largest = Math.max(...gradientAt(given, coef, intercept).map(Math.abs));
  // 1e-4 of C·Σ row weights.
  expect(largest).toBeLessThan(0.4);
});

test("the intercept is 0 without fitIntercept, and finite when all rows have one class", async () => {
  const given = problem(50);
  expect((await freeInterceptStart(given, false, { tol: 1e-6, maxIter: 10 }, {})).intercept).toBe(0);
  const alone = { ...given, signs: new Float64Array(50).fill(1) };
  const { intercept } = await freeInterceptStart(alone, true, { tol: 1e-6, maxIter: 10 }, {});
  expect(Number.isFinite(intercept)).toBe(true);
});
