import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../random.js";
import { groupFolds } from "./group-folds.js";

test("no group is in two folds, and folds differ by no more than the largest group", () => {
  const rows = fc.array(fc.record({ group: fc.nat(30), code: fc.nat(1) }), { minLength: 1, maxLength: 120 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 2, max: 6 }), fc.option(fc.nat(100)), (given, folds, seed) => {
      const groups = given.map(({ group }) => `g${group}`);
      const random = seed === null ? undefined : seededRandom(seed);
      const fold = groupFolds(groups, { folds, random });
      const foldOfGroup = new Map<string, number>();
      groups.forEach((group, row) => {
        expect(foldOfGroup.get(group) ?? fold[row]).toBe(fold[row]);
        foldOfGroup.set(group, fold[row]!);
      });
      const sizes = Array.from({ length: folds }, (_, f) => fold.filter((own) => own === f).length);
      const largest = Math.max(...groups.map((group) => groups.filter((other) => other === group).length));
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(largest);
    }),
  );
});

test("single rows of two classes are evenly distributed over the folds", () => {
  const codes = Array.from({ length: 90 }, (_, row) => (row < 20 ? 1 : 0));
  const names = codes.map((_, row) => `row ${row}`);
  const fold = groupFolds(names, { folds: 5, codes, random: seededRandom(1) });
  for (let f = 0; f < 5; f++) {
    expect(codes.filter((code, row) => code === 1 && fold[row] === f)).toHaveLength(4);
    expect(codes.filter((code, row) => code === 0 && fold[row] === f)).toHaveLength(14);
  }
});
