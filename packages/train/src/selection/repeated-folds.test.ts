import { expect, test } from "vitest";
import { repeatedStratifiedGroupKFold, repeatedStratifiedKFold } from "./repeated-folds.js";

const codes = Array.from({ length: 60 }, (_, i) => i % 3);
const groups = codes.map((_, i) => `g${i % 20}`);

test.each([repeatedStratifiedKFold, repeatedStratifiedGroupKFold])("%o", (repeatedFolds) => {
  const folds = repeatedFolds({ folds: 4, repeats: 3, seed: 9 }).split(codes, groups);
  expect(folds).toHaveLength(12);
  const rounds = [0, 4, 8].map((from) => folds.slice(from, from + 4));
  for (const round of rounds) {
    const seen = round.flatMap(({ test }) => [...test]).sort((a, b) => a - b);
    expect(seen).toEqual(codes.map((_, i) => i));
  }
  expect(rounds[0]).not.toEqual(rounds[1]);
  expect(folds).toEqual(repeatedFolds({ folds: 4, repeats: 3, seed: 9 }).split(codes, groups));
  expect(folds).not.toEqual(repeatedFolds({ folds: 4, repeats: 3, seed: 10 }).split(codes, groups));
});

test("every fold has the class shares, and groups stay on one side", () => {
  for (const { test: rows } of repeatedStratifiedKFold({ folds: 4, repeats: 2 }).split(codes)) {
    for (const k of [0, 1, 2]) expect([...rows].filter((row) => codes[row] === k)).toHaveLength(5);
  }
  for (const fold of repeatedStratifiedGroupKFold({ folds: 4, repeats: 2 }).split(codes, groups)) {
    const inside = new Set(Array.from(fold.test, (row) => groups[row]));
    for (const row of fold.train) expect(inside.has(groups[row])).toBe(false);
  }
});

test.each([{ folds: 1 }, { repeats: 0 }, { seed: -1 }])("%j is refused", (options) => {
  expect(() => repeatedStratifiedKFold(options)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
});
