import { splitContract } from "@imdb/core/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { trainTestSplit } from "./train-test-split.js";

const rowsOf = (labels: readonly string[], groupOf?: (i: number) => string) =>
  labels.map((label, i) => ({ id: `e${i}`, text: `t${i}`, label, ...(groupOf && { group: groupOf(i) }) }));
const classes = (count: number, each: number) =>
  Array.from({ length: count * each }, (_, i) => `c${i % count}`);

test("the sizes are those of scikit-learn: the test part is rounded up", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(5), { minLength: 20, maxLength: 200 }),
      fc.double({ min: 0.05, max: 0.5, noNaN: true }),
      fc.nat(50),
      (labels, testSize, seed) => {
        fc.pre([0, 1, 2, 3, 4, 5].every((k) => labels.filter((label) => label === k).length !== 1));
        const examples = rowsOf(labels.map((label) => `c${label}`));
        const { train, test: held, warnings } = trainTestSplit(examples, { testSize, seed });
        expect(held.examples).toHaveLength(Math.ceil(testSize * labels.length));
        expect(train.examples.length + held.examples.length).toBe(labels.length);
        for (const label of new Set(labels)) {
          const own = labels.filter((other) => other === label).length;
          const inTest = held.examples.filter((example) => example.label === `c${label}`).length;
          expect(Math.abs(inTest - testSize * own)).toBeLessThan(2);
          expect(inTest).toBeLessThan(own);
        }
        expect(warnings).toEqual([]);
      },
    ),
  );
});

test.each([
  [20, 7, 0.2, 28],
  [10, 4, 0.1, 4],
  // 0.07 · 100 is 7.000000000000001 in 64 bits, and scikit-learn rounds that up too.
  [2, 50, 0.07, 8],
])("%d classes of %d rows with test size %d: %d test rows", (count, each, testSize, expected) => {
  const { test: held, train } = trainTestSplit(rowsOf(classes(count, each)), { testSize, seed: 1 });
  expect(held.examples).toHaveLength(expected);
  expect(new Set(train.examples.map(({ label }) => label)).size).toBe(count);
});

test("groups: the size is off by at most the largest group, and the split says so", () => {
  const { test: held, warnings } = trainTestSplit(
    rowsOf(classes(2, 50), (i) => `g${i % 7}`),
    { testSize: 0.1 },
  );
  expect(Math.abs(held.examples.length - 10)).toBeLessThanOrEqual(15);
  expect(warnings).toEqual([
    `The test part has ${held.examples.length} examples in place of 10, because groups stay together.`,
  ]);
});

describe("a class with one example", () => {
  const examples = rowsOf([...classes(2, 10), "rare", "seldom"]);
  test("is refused by name", () => {
    expect(() => trainTestSplit(examples)).toThrow(
      expect.objectContaining({
        code: "TOO_FEW_FOR_FOLDS",
        message: expect.stringContaining('class "rare": 1'),
      }),
    );
  });
  test("is kept in train, and the size of the test part is the same", () => {
    const { train, test: held } = trainTestSplit(examples, { smallClasses: "train" });
    expect(train.examples.map(({ label }) => label)).toEqual(expect.arrayContaining(["rare", "seldom"]));
    expect(held.examples).toHaveLength(5);
  });
  test("is merged: one of the two is in the test part, and the split says that train lacks it", () => {
    const half = trainTestSplit(examples, { smallClasses: "merge", testSize: 0.5 });
    const rare = half.test.examples.filter(({ label }) => label === "rare" || label === "seldom");
    expect(rare).toHaveLength(1);
    expect(half.warnings).toEqual([`The train part has no example of label "${rare[0]!.label}".`]);
  });
});

test("a train part that is too small for one example of each class is refused", () => {
  expect(() => trainTestSplit(rowsOf(classes(10, 2)), { testSize: 0.9 })).toThrow(
    "each of 10 classes needs one: 2",
  );
});

describe("contract", () => {
  const divide = (rows: readonly { label: string; group: string }[], options: object, grouped = false) => {
    const examples = rowsOf(
      rows.map(({ label }) => label),
      grouped ? (i) => rows[i]!.group : undefined,
    );
    const { train, test: held, warnings = [] } = trainTestSplit(examples, { testSize: 0.25, ...options });
    const rowNumbers = (part: { examples: readonly { id: string }[] }) =>
      part.examples.map(({ id }) => Number(id.slice(1)));
    return { divisions: [{ train: rowNumbers(train), heldOut: [rowNumbers(held)] }], warnings };
  };
  const wanted = (rows: number) => [Math.ceil(rows / 4)];
  const single = splitContract({
    divide: (rows) => divide(rows, {}),
    sizes: { kind: "exact", wanted },
    smallClasses: (choice) => (rows) => divide(rows, { smallClasses: choice }),
    choices: ["refuse", "train", "merge"],
  });
  for (const c of single) test(c.name, c.run);
  const grouped = splitContract({
    divide: (rows) => divide(rows, { smallClasses: "train" }, true),
    sizes: { kind: "groups", wanted },
    keepsGroups: true,
  });
  for (const c of grouped) test(`by group: ${c.name}`, c.run);
});
