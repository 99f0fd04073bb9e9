import fc from "fast-check";
import { expect, test } from "vitest";
import golden from "./golden/folds.json" with { type: "json" };
import { groupKFold } from "./group-k-fold.js";
import { stratifiedGroupKFold } from "./stratified-group-k-fold.js";
import { stratifiedKFold } from "./stratified-k-fold.js";

const makers = { stratifiedKFold, groupKFold, stratifiedGroupKFold };

test.each(Object.entries(makers))(`%s gives the folds of scikit-learn ${golden.sklearn}`, (name, make) => {
  const folds = make({ folds: 4 }).split(golden.codes, golden.groups);
  expect(folds.map((fold) => [...fold.test])).toEqual(golden[name as keyof typeof makers]);
});

test("every row is evaluated once and never by a model that saw it or its group", () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 12 }));
  fc.assert(
    fc.property(fc.array(row, { minLength: 30, maxLength: 80 }), fc.nat(1000), (rows, seed) => {
      const codes = rows.map(([code]) => code);
      const groups = rows.map(([, group]) => `g${group}`);
      fc.pre(new Set(groups).size >= 3 && [0, 1, 2].every((k) => codes.filter((c) => c === k).length >= 3));
      for (const [name, make] of Object.entries(makers)) {
        const options = name === "groupKFold" ? { folds: 3 } : { folds: 3, shuffleSeed: seed };
        const folds = make(options).split(codes, groups);
        expect(folds.flatMap((fold) => [...fold.test]).sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
        for (const fold of folds) {
          expect(fold.train.length + fold.test.length).toBe(rows.length);
          if (name === "stratifiedKFold") continue;
          const seen = new Set(Array.from(fold.train, (i) => groups[i]));
          for (const i of fold.test) expect(seen.has(groups[i])).toBe(false);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test("too few rows of a class, too few groups, and missing groups are refused", () => {
  const code = (call: () => unknown) => {
    try {
      return call();
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect(code(() => stratifiedKFold({ folds: 3 }).split([0, 0, 0, 1, 1]))).toBe("TOO_FEW_FOR_FOLDS");
  expect(code(() => groupKFold({ folds: 3 }).split([0, 1, 0], ["a", "b", "a"]))).toBe("TOO_FEW_FOR_FOLDS");
  expect(code(() => groupKFold({ folds: 2 }).split([0, 1]))).toBe("INVALID_OPTION");
  expect(code(() => stratifiedKFold({ folds: 1 }))).toBe("INVALID_OPTION");
});
