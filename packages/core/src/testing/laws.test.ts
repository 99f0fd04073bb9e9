import { describe, expect, test } from "vitest";
import { type Classifier, ShapeMismatch } from "../index.js";
import {
  type ContractCase,
  type DivideRows,
  type SplitterUnderTest,
  sampleWeightContract,
  splitContract,
  type WeightedRun,
} from "./index.js";

/** A small and correct classifier with sample weights: the weighted shares of the classes. */
const shares = (weightOf = (weight: number) => weight): Classifier => ({
  params: {},
  async fit(X, y, run?: WeightedRun) {
    const { sampleWeight: weights = y.codes.map(() => 1) } = run ?? {};
    const totals = new Float64Array(y.classes.length);
    if (weights.length !== X.rows) {
      throw ShapeMismatch.create({ what: "Weights", expected: X.rows, actual: weights.length });
    }
    y.codes.forEach((code, i) => {
      totals[code]! += weightOf(weights[i]!);
    });
    if (!totals.every((total) => total > 0 && total < Infinity)) {
      throw ShapeMismatch.create({ what: "Weights above 0", expected: 1, actual: 0 });
    }
    for (let i = 0; i < weights.length; i++) {
      if (!(weights[i]! >= 0)) throw ShapeMismatch.create({ what: "Weights from 0", expected: 1, actual: 0 });
    }
    const sum = totals.reduce((a, b) => a + b);
    return {
      kind: "shares",
      params: {},
      classes: y.classes,
      featureCount: X.cols,
      predictProba: (rows) =>
        Float64Array.from(
          { length: rows.rows * totals.length },
          (_, at) => totals[at % totals.length]! / sum,
        ),
    };
  },
});

/** A small and correct splitter: every fourth group is held out. */
const everyFourthGroup: DivideRows = (rows) => {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const isHeldOut = (row: number) => groups.indexOf(rows[row]!.group) % 4 === 3;
  const all = [...rows.keys()];
  const train = all.filter((row) => !isHeldOut(row));
  const known = new Set(train.map((row) => rows[row]!.label));
  const warnings = [...new Set(rows.map(({ label }) => label))]
    .filter((label) => !known.has(label))
    .map((label) => `train lacks ${JSON.stringify(label)}`);
  return { divisions: [{ train, heldOut: [all.filter(isHeldOut)] }], warnings };
};
const fourthGroups: SplitterUnderTest = {
  divide: everyFourthGroup,
  sizes: { kind: "none" },
  keepsGroups: true,
};

const outcome = async (cases: readonly ContractCase[]) => {
  const broken: string[] = [];
  for (const { name, run } of cases) {
    await run().catch((error: Error) => broken.push(`${name}: ${error.message}`));
  }
  return broken.join("\n");
};

describe("a correct implementation keeps the laws", () => {
  for (const { name, run } of sampleWeightContract(() => shares())) test(`sample weights: ${name}`, run);
  for (const { name, run } of splitContract(fourthGroups)) test(`splitter: ${name}`, run);
});

describe("the laws find", () => {
  test.each<[string, ContractCase[], RegExp]>([
    [
      "a classifier that counts weight 2 as 3",
      sampleWeightContract(() => shares((weight) => weight + (weight === 2 ? 1 : 0))),
      /weight 2 counts as the row twice/,
    ],
    [
      "a classifier that keeps rows of weight 0",
      sampleWeightContract(() => shares((weight) => weight || 1)),
      /weight 0 counts as removed/,
    ],
    [
      "a row in two parts",
      splitContract({
        ...fourthGroups,
        divide: (rows) => ({ divisions: [{ train: [...rows.keys()], heldOut: [[0]] }], warnings: [] }),
      }),
      /every row is in one part/,
    ],
    [
      "a group in two parts",
      splitContract({
        ...fourthGroups,
        divide: (rows) => everyFourthGroup(rows.map((row, i) => ({ ...row, group: `${i}` }))),
      }),
      /is in two parts/,
    ],
    [
      "a part of another size",
      splitContract({ ...fourthGroups, sizes: { kind: "exact", wanted: () => [1] } }),
      /1 were promised/,
    ],
    [
      "a label that nobody reports",
      splitContract({
        ...fourthGroups,
        divide: (rows) => ({ ...everyFourthGroup(rows), warnings: [] }),
      }),
      /no warning names the label only here/,
    ],
    [
      "a small class that is divided where it should be refused",
      splitContract({ ...fourthGroups, choices: ["refuse"], smallClasses: () => everyFourthGroup }),
      /instead of a typed error/,
    ],
  ])("%s", async (_what, cases, message) => {
    expect(await outcome(cases)).toMatch(message);
  });
});
