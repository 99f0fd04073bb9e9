import { describe, expect, test } from "vitest";
import { goldenData } from "../testing/golden-data.js";
import golden from "./golden/solvers.json" with { type: "json" };
import type { LogisticRegressionOptions } from "./logistic-options.js";
import { logisticRegression } from "./logistic-regression.js";

const all = golden.cases.map((c) => ({ ...c, ...goldenData(c) }));

/** Within 1e-3 of scikit-learn's, relative to the largest weight. */
function expectSameWeights(actual: ArrayLike<number>, expected: readonly number[]): void {
  const scale = Math.max(...expected.map(Math.abs));
  expect(actual.length).toBe(expected.length);
  for (let j = 0; j < expected.length; j++)
    expect(Math.abs(actual[j]! - expected[j]!)).toBeLessThan(1e-3 * scale);
}

for (const c of all) {
  describe(`the optima of scikit-learn ${golden.sklearn}, ${c.classes} classes`, () => {
    const logistic = c.models.filter(({ name }) => name === "logisticRegression");
    test.each(logistic)("$options, sample weights: $sampleWeight", async (m) => {
      const run = m.sampleWeight ? { sampleWeight: c.weights } : {};
      for (const options of alternatives(m.options as LogisticRegressionOptions)) {
        const model = await logisticRegression(options).fit(c.X, c.y, run);
        expect(model.report?.converged).toBe(true);
        expect(model.report!.objective).toBeLessThanOrEqual(m.objective * (1 + 1e-6));
        expect(model.report!.objective).toBeGreaterThanOrEqual(m.objective * (1 - 1e-6));
        expectSameWeights([...model.coef, ...model.intercept], [...m.coef, ...m.intercept]);
      }
    });
  });
}

test.each([{ penalty: "l1" }, { penalty: "elasticnet", l1Ratio: 0.4 }] as const)(
  "more than two classes with %j are fitted one against the rest",
  async (options) => {
    const { X, y } = all.find(({ classes }) => classes === 3)!;
    const classifier = logisticRegression({ solver: "coordinate-descent", tol: 1e-9, ...options });
    const model = await classifier.fit(X, y);
    for (let k = 0; k < 3; k++) {
      const codes = y.codes.map((code) => (code === k ? 1 : 0));
      const one = await classifier.fit(X, { role: "train", classes: ["rest", "one"], codes });
      expect(model.coef.subarray(k * X.cols, (k + 1) * X.cols)).toEqual(one.coef);
      expect(model.intercept[k]).toBe(one.intercept[0]);
    }
    expect(model.coef.some((weight) => weight === 0)).toBe(true);
  },
);

/** Every solver of ours that minimises the same objective, at tight tolerance. */
function alternatives(options: LogisticRegressionOptions): LogisticRegressionOptions[] {
  const with_ = (changes: object) => ({ ...options, ...changes }) as LogisticRegressionOptions;
  if (options.solver === "lbfgs") {
    return [with_({ tol: 1e-9 }), with_({ solver: "newton-cg", tol: 1e-9 })];
  }
  if (options.solver === "coordinate-descent") {
    return [with_({ tol: 1e-9 })];
  }
  if (options.penalty === "l1") return [with_({ tol: 1e-12 })];
  return [with_({ tol: 1e-12 }), with_({ dual: false, tol: 1e-8 })];
}
