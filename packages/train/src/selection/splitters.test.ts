import { createSplit, type Example } from "@imdb/core";
import { type DivideRows, type SmallClassesChoice, splitContract } from "@imdb/core/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { labelledFolds } from "./fit-fold.js";
import { foldWarnings } from "./fold-warnings.js";
import golden from "./golden/folds.json" with { type: "json" };
import { groupKFold } from "./group-k-fold.js";
import { repeatedStratifiedGroupKFold, repeatedStratifiedKFold } from "./repeated-folds.js";
import type { CvSplitter } from "./splitter.js";
import { stratifiedGroupKFold } from "./stratified-group-k-fold.js";
import { stratifiedKFold } from "./stratified-k-fold.js";

const makers = { stratifiedKFold, groupKFold, stratifiedGroupKFold };

test.each(Object.entries(makers))(`%s gives the folds of scikit-learn ${golden.sklearn}`, (name, make) => {
  const folds = make({ folds: 4 }).split(golden.codes, golden.groups);
  expect(folds.map((fold) => [...fold.test])).toEqual(golden[name as keyof typeof makers]);
});

test("groups of the same size are in the folds of scikit-learn too", () => {
  const { groups, groupKFold: expected } = golden.ties;
  const folds = groupKFold({ folds: 4 }).split(
    groups.map(() => 0),
    groups,
  );
  expect(folds.map((fold) => [...fold.test])).toEqual(expected);
});

/** Divides rows as a cross-validation does, with its warnings. */
const dividing =
  (cv: CvSplitter): DivideRows =>
  (rows) => {
    const examples = rows.map((row, i): Example => ({ id: `${i}`, text: "t", ...row }));
    const { labels, folds } = labelledFolds(cv, createSplit("train", examples, `sha256:${"0".repeat(64)}`));
    return {
      divisions: folds.map(({ train, test: held }) => ({ train: [...train], heldOut: [[...held]] })),
      warnings: foldWarnings(labels, folds),
    };
  };

const FOLDS = 4;
const choices = ["refuse", "train", "merge", "split"] as const;
const wanted = (rows: number) => [rows / FOLDS];

describe.each([
  ["stratifiedKFold", stratifiedKFold, "exact", false],
  ["stratifiedGroupKFold", stratifiedGroupKFold, "groups", true],
  ["repeatedStratifiedKFold", repeatedStratifiedKFold, "exact", false],
  ["repeatedStratifiedGroupKFold", repeatedStratifiedGroupKFold, "groups", true],
] as const)("the contract of splitters: %s", (_, make, kind, keepsGroups) => {
  const repeats =
    make === repeatedStratifiedKFold || make === repeatedStratifiedGroupKFold ? { repeats: 1 } : {};
  const withChoice = (smallClasses: SmallClassesChoice) =>
    dividing(make({ folds: FOLDS, smallClasses, ...repeats }));
  const splitter = {
    divide: withChoice("split"),
    sizes: { kind, wanted },
    keepsGroups,
    parts: FOLDS,
  } as const;
  for (const c of splitContract({ ...splitter, choices, smallClasses: withChoice })) test(c.name, c.run);
});

describe("the contract of splitters: groupKFold", () => {
  const divide = dividing(groupKFold({ folds: FOLDS }));
  for (const c of splitContract({
    divide,
    sizes: { kind: "groups", wanted },
    keepsGroups: true,
    parts: FOLDS,
  })) {
    test(c.name, c.run);
  }
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
