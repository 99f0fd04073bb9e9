import { csrFromRows, type TrainLabels } from "@imdb/core";
import { classifierContract } from "@imdb/core/testing";
import { describe, expect, test } from "vitest";
import { noisyRows } from "../noisy-rows.js";
import { logisticRegression } from "./logistic-regression.js";

describe("contract", () => {
  for (const c of classifierContract(() => logisticRegression())) test(c.name, c.run);
});

test("the gradient of the objective is 0 at the solution", async () => {
  const { X, y } = noisyRows(200, 9, 1);
  const model = await logisticRegression({ C: 3, tol: 1e-12 }).fit(X, y);
  const gradient = Float64Array.of(...model.coef, model.intercept[0]!);
  const f = model.decisionFunction(X);
  for (let i = 0; i < X.rows; i++) {
    const sign = y.codes[i] ? 1 : -1;
    const slope = (-3 * sign) / (1 + Math.exp(sign * f[i]!));
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) gradient[X.indices[k]!]! += slope * X.values[k]!;
    gradient[X.cols]! += slope;
  }
  expect(model.report?.converged).toBe(true);
  expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-3);
});

test("the report of a fit that did not converge has a warning", async () => {
  const { X, y } = noisyRows(200, 9, 1);
  const model = await logisticRegression({ C: 100, maxIter: 1, tol: 1e-14 }).fit(X, y);
  expect(model.report).toMatchObject({ converged: false, iterations: 1 });
  expect(model.report?.warnings.join()).toContain("maxIter");
});

test("a warm start from the optimum needs fewer iterations, and ends at the same weights", async () => {
  const { X, y } = noisyRows(200, 9, 1);
  const cold = await logisticRegression({ tol: 1e-8 }).fit(X, y);
  const warm = await logisticRegression({ tol: 1e-8 }).fit(X, y, { warmStart: cold });
  expect(warm.report!.iterations).toBeLessThan(cold.report!.iterations);
  for (const [j, w] of warm.coef.entries()) expect(w).toBeCloseTo(cold.coef[j]!, 3);
});

test("four classes: probabilities sum to 1, and most predictions are right", async () => {
  const { X, y } = noisyRows(300, 12, 5, 4);
  const model = await logisticRegression().fit(X, y);
  const p = model.predictProba(X);
  let right = 0;
  for (let i = 0; i < X.rows; i++) {
    const row = [...p.subarray(4 * i, 4 * i + 4)];
    expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    if (row.indexOf(Math.max(...row)) === y.codes[i]) right++;
  }
  expect(right / X.rows).toBeGreaterThan(0.6);
});

test("a row of weight 2 counts as the row twice", async () => {
  const { X, y } = noisyRows(60, 6, 2);
  const weighted = await logisticRegression({ tol: 1e-12 }).fit(X, y, {
    sampleWeight: Array.from({ length: 60 }, (_, i) => (i === 0 ? 2 : 1)),
  });
  const { csrSelectRows } = await import("@imdb/core");
  const rows = [...Array(60).keys(), 0];
  const twice = await logisticRegression({ tol: 1e-12 }).fit(csrSelectRows(X, rows), {
    ...y,
    codes: Int32Array.from(rows, (r) => y.codes[r]!),
  });
  for (const [j, w] of weighted.coef.entries()) expect(w).toBeCloseTo(twice.coef[j]!, 4);
});

describe("hostile numbers", () => {
  const y: TrainLabels = { role: "train", classes: ["a", "b"], codes: Int32Array.of(0, 1, 0, 1) };
  const rows = (values: number[]) => ({
    rows: 4,
    cols: 2,
    indptr: Uint32Array.of(0, 1, 2, 3, 4),
    indices: Uint32Array.of(0, 1, 0, 1),
    values: Float32Array.from(values),
  });
  const code = (work: Promise<unknown>) =>
    work.then(
      () => "fitted",
      (error) => error.code,
    );

  test.each([
    ["NaN", [1, Number.NaN, 1, 1], "INVALID_CSR_MATRIX"],
    ["infinity", [1, Infinity, 1, 1], "INVALID_CSR_MATRIX"],
    ["1e300, which a 32-bit number cannot hold", [1, 1e300, 1, 1], "INVALID_CSR_MATRIX"],
  ])("%s is refused before any work", async (_, values, expected) => {
    expect(await code(logisticRegression().fit(rows(values), y))).toBe(expected);
  });

  test("one class only, a class without rows, a code outside, other lengths", async () => {
    const X = rows([1, 1, 1, 1]);
    const fit = (codes: number[], classes = ["a", "b"]) =>
      code(logisticRegression().fit(X, { role: "train", classes, codes: Int32Array.from(codes) }));
    expect(await fit([1, 1, 1, 1])).toBe("SINGLE_CLASS");
    expect(await fit([0, 1, 0, 1], ["a", "b", "c"])).toBe("CLASS_WITHOUT_ROWS");
    expect(await fit([0, 2, 0, 1])).toBe("LABEL_OUT_OF_RANGE");
    expect(await fit([0, 1])).toBe("SHAPE_MISMATCH");
  });

  test("weights are finite with huge values, empty rows and features that are always 0", async () => {
    const huge = await logisticRegression({ C: 1e6 }).fit(rows([3e38, -3e38, 1e-38, 3e38]), y);
    expect([...huge.coef].every(Number.isFinite)).toBe(true);
    const empty = await logisticRegression().fit(csrFromRows([[], [], [[1, 0]], []], 2), y);
    expect([...empty.coef]).toEqual([0, 0]);
    expect(empty.predictProba(csrFromRows([[]], 2))[0]).toBeCloseTo(0.5, 3);
  });

  test.each([
    [{ C: 0 }],
    [{ C: Number.NaN }],
    [{ maxIter: 0 }],
    [{ tol: -1 }],
    [{ sover: "liblinear" }],
    [{ classWeight: { a: -1 } }],
  ])("option %j is refused", (options) => {
    expect(() => logisticRegression(options as never)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });
});
