import { describe, expect, test } from "vitest";
import { noisyRows } from "../noisy-rows.js";
import { goldenData } from "../testing/golden-data.js";
import golden from "./golden/several-classes.json" with { type: "json" };
import { linearSvc } from "./linear-svc.js";
import type { LogisticRegressionOptions } from "./logistic-options.js";
import { logisticRegression } from "./logistic-regression.js";

const { X, y } = goldenData(golden);

describe(`the optima of scikit-learn ${golden.sklearn}, four classes`, () => {
  test.each(golden.models)("$name $options, sample weights: $sampleWeight", async (m) => {
    const options = m.options as { C?: number };
    const classifier =
      m.name === "linearSvc"
        ? linearSvc({ ...options, tol: 1e-10, maxIter: 50_000 })
        : logisticRegression({ ...options, tol: 1e-9 });
    const model = await classifier.fit(X, y, m.sampleWeight ? { sampleWeight: golden.weights } : {});
    const [ours, theirs] = [
      [...model.coef, ...model.intercept],
      [...m.coef, ...m.intercept],
    ];
    const scale = Math.max(...theirs.map(Math.abs));
    expect(model.report?.converged).toBe(true);
    expect(ours).toHaveLength(theirs.length);
    for (const [j, weight] of ours.entries())
      expect(Math.abs(weight - theirs[j]!)).toBeLessThan(1e-3 * scale);
  });
});

describe("the solver of logisticRegression() is chosen in the fit, and recorded", () => {
  const fitted = (options: LogisticRegressionOptions, classes: number) => {
    const { X: rows, y: labels } = noisyRows(60, 6, 1, classes);
    return logisticRegression(options).fit(rows, labels);
  };

  test("unfitted it is auto; two classes have the model of liblinear, more that of lbfgs", async () => {
    expect(logisticRegression().params["solver"]).toBe("auto");
    for (const [classes, solver] of [
      [2, "liblinear"],
      [3, "lbfgs"],
    ] as const) {
      const named = { solver, C: 2 } as LogisticRegressionOptions;
      const [automatic, chosen] = [await fitted({ C: 2 }, classes), await fitted(named, classes)];
      expect(automatic.params).toEqual(chosen.params);
      expect(automatic.params["solver"]).toBe(solver);
      expect(automatic.report?.solver).toBe(solver);
      expect(automatic.coef).toEqual(chosen.coef);
      expect(automatic.link).toBe(classes === 2 ? "sigmoid" : "softmax");
    }
  });

  test("an option that liblinear alone has chooses it, also for several classes", async () => {
    for (const options of [{ interceptScaling: 10 }, { dual: false }]) {
      const model = await fitted(options, 3);
      expect(model.params).toMatchObject({ solver: "liblinear", ...options });
      expect(model.link).toBe("ovr");
    }
  });
});
