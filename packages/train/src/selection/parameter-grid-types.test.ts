import { describe, expect, expectTypeOf, test } from "vitest";
import type { LogisticRegression } from "../linear/logistic-regression.js";
import { logisticRegression } from "../linear/logistic-regression.js";
import { type Candidate, choice, logUniform, parameterGrid, parameterSample } from "./parameter-grid.js";

describe("grids over options of several forms compile", () => {
  test("solvers, with and without other options", () => {
    const grid = parameterGrid({ solver: ["liblinear", "lbfgs"], C: [1, 10] }, (p) => logisticRegression(p));
    expectTypeOf(grid).toEqualTypeOf<Candidate<LogisticRegression>[]>();
    expect(grid.map(({ params }) => params)).toEqual([
      { solver: "liblinear", C: 1 },
      { solver: "liblinear", C: 10 },
      { solver: "lbfgs", C: 1 },
      { solver: "lbfgs", C: 10 },
    ]);
    const all = { solver: ["liblinear", "lbfgs", "newton-cg"], fitIntercept: [true, false] } as const;
    expect(parameterGrid({ ...all, tol: [1e-4] }, logisticRegression)).toHaveLength(6);
    const sparse = { solver: ["coordinate-descent"], penalty: ["l1", "elasticnet"], C: [1] } as const;
    expect(parameterGrid(sparse, (p) => logisticRegression(p))).toHaveLength(2);
    expect(parameterGrid({ C: [1, 2] }, logisticRegression)).toHaveLength(2);
    const weights = [{ a: 1, b: 2 }] as const;
    expect(
      parameterGrid({ classWeight: [...weights, "balanced"] }, (p) => logisticRegression(p)),
    ).toHaveLength(2);
  });

  test("the point has the literal types of the values", () => {
    parameterGrid({ solver: ["liblinear", "lbfgs"], C: [1, 10] }, (point) => {
      expectTypeOf(point.solver).toEqualTypeOf<"liblinear" | "lbfgs">();
      expectTypeOf(point.C).toEqualTypeOf<1 | 10>();
      return 0;
    });
  });

  test("samples too", () => {
    const drawn = parameterSample(
      { solver: choice(["liblinear", "lbfgs"]), C: logUniform(0.1, 10) },
      (p) => logisticRegression(p),
      { n: 3, seed: 1 },
    );
    expect(drawn).toHaveLength(3);
  });
});

test("combinations that do not exist do not compile, and are refused", () => {
  const grid = { solver: ["liblinear", "lbfgs"], penalty: ["l2", "l1"] } as const;
  // @ts-expect-error lbfgs has no L1 penalty
  expect(() => parameterGrid(grid, (p) => logisticRegression(p))).toThrow("penalty");
  // @ts-expect-error a solver that does not exist
  expect(() => parameterGrid({ solver: ["saga"] }, (p) => logisticRegression(p))).toThrow("solver");
});
