import type { Example } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPipeline } from "../dataset/pipeline.js";
import { groupedSplit } from "./grouped-split.js";
import { hashSplit } from "./hash-split.js";
import { officialSplit } from "./official-split.js";
import type { Splitter } from "./splitter.js";
import { stratifiedSplit } from "./stratified-split.js";
import { timeSplit } from "./time-split.js";

const ROLES = ["train", "validation", "test"] as const;

interface Row {
  readonly label: number;
  readonly set: number;
}

const sizes = fc.record({
  testSize: fc.double({ min: 0.1, max: 0.4, noNaN: true }),
  validationSize: fc.constantFrom(0, 0.15, 0.3),
  seed: fc.nat(100),
});
/** Rows of labels that are uneven, in sets of which some are large. */
const rowsOf = (sets: number) =>
  fc.array(fc.record({ label: fc.oneof(fc.nat(1), fc.nat(4)), set: fc.oneof(fc.nat(3), fc.nat(sets)) }), {
    minLength: 12,
    maxLength: 150,
  });

const examplesOf = (rows: readonly Row[]): Example[] =>
  rows.map(({ label, set }, i) => ({
    id: `d${String(i).padStart(4, "0")}`,
    text: `text ${i}`,
    label: `l${label}`,
    group: `g${set}`,
  }));

const firstOf = (rows: readonly Row[]) => rows.map(({ set }) => rows.findIndex((row) => row.set === set));
const where = <T>(items: readonly T[], is: (item: T, i: number) => boolean) => items.filter(is).length;

describe.each([
  [
    "stratified",
    (given: Parameters<typeof groupedSplit>[0]) => stratifiedSplit({ ...given, smallClasses: "split" }),
  ],
  ["grouped", groupedSplit],
] as const)("the laws of the %s split, where sets stay together", (kind, make) => {
  const assign = (rows: readonly Row[], given: Parameters<typeof groupedSplit>[0]) =>
    make(given).assign(examplesOf(rows), kind === "stratified" ? firstOf(rows) : undefined);

  test("each row has one part, each set is in one part, and the same seed gives the same parts", () => {
    fc.assert(
      fc.property(rowsOf(30), sizes, (rows, given) => {
        const roles = assign(rows, given);
        expect(roles).toHaveLength(rows.length);
        expect(roles.every((role) => ROLES.includes(role))).toBe(true);
        firstOf(rows).forEach((first, i) => {
          expect(roles[i]).toBe(roles[first]);
        });
        expect(assign(rows, given)).toEqual(roles);
      }),
    );
  });

  test("a part is off by no more than the largest set, a label in it by no more than its rows in one set", () => {
    fc.assert(
      fc.property(rowsOf(30), sizes, (rows, given) => {
        const roles = assign(rows, given);
        const rowsInSet = (set: number, label?: number) =>
          where(rows, (row) => row.set === set && (label === undefined || row.label === label));
        const largest = Math.max(...rows.map(({ set }) => rowsInSet(set)));
        const { testSize, validationSize } = given;
        const asked = { train: 1 - testSize - validationSize, validation: validationSize, test: testSize };
        for (const role of ROLES) {
          const size = where(roles, (own) => own === role);
          expect(Math.abs(size - asked[role] * rows.length)).toBeLessThanOrEqual(largest + 1);
        }
        // Sets of several labels cannot bring each label to its share: the law of a label is for sets of one label.
        const pure = rows.map(({ label, set }) => ({ label, set: set * 5 + label }));
        const ofPure = assign(pure, given);
        for (const label of new Set(pure.map((row) => row.label))) {
          const own = where(pure, (row) => row.label === label);
          const largestOwn = Math.max(
            ...pure.map(({ set }) => where(pure, (r) => r.set === set && r.label === label)),
          );
          for (const role of ROLES) {
            const got = where(pure, (row, i) => row.label === label && ofPure[i] === role);
            expect(Math.abs(got - asked[role] * own)).toBeLessThanOrEqual(largestOwn + 1);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("a label with three sets or more is in the train part", () => {
    fc.assert(
      fc.property(rowsOf(30), sizes, (rows, given) => {
        const roles = assign(rows, given);
        for (const label of new Set(rows.map((row) => row.label))) {
          const own = new Set(rows.filter((row) => row.label === label).map(({ set }) => set));
          if (own.size < 3) continue;
          expect(rows.some((row, i) => row.label === label && roles[i] === "train")).toBe(true);
        }
      }),
    );
  });
});

test("stratified, without sets: sizes are exact, each label within one of its share, and none is lost to train", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.nat(1), fc.nat(9)), { minLength: 10, maxLength: 200 }),
      sizes,
      (labels, given) => {
        const examples = examplesOf(labels.map((label) => ({ label, set: 0 })));
        const roles = stratifiedSplit({ ...given, smallClasses: "split" }).assign(examples);
        const asked = { test: given.testSize, validation: given.validationSize };
        const parts = given.validationSize > 0 ? 3 : 2;
        for (const role of ["test", "validation"] as const) {
          expect(where(roles, (own) => own === role)).toBe(Math.round(asked[role] * labels.length));
          for (const label of new Set(labels)) {
            const got = where(labels, (own, i) => own === label && roles[i] === role);
            const exact = asked[role] * where(labels, (own) => own === label);
            expect(Math.abs(got - exact)).toBeLessThan(1 + 1e-9);
          }
        }
        for (const label of new Set(labels)) {
          if (where(labels, (own) => own === label) < parts) continue;
          expect(labels.some((own, i) => own === label && roles[i] === "train")).toBe(true);
        }
      },
    ),
  );
});

test("a label that has a row for each part is in each part, where the sizes allow it", () => {
  // By remainders alone, both large labels are rounded up, and the small one is not in the test part.
  const labels = [...Array(48).fill(0), ...Array(48).fill(1), ...Array(4).fill(2)] as number[];
  const roles = stratifiedSplit({ testSize: 0.1 }).assign(
    examplesOf(labels.map((label) => ({ label, set: 0 }))),
  );
  const inTest = [0, 1, 2].map((label) => where(labels, (own, i) => own === label && roles[i] === "test"));
  expect(inTest.reduce((sum, count) => sum + count)).toBe(10);
  expect(inTest[2]).toBe(1);
});

test("duplicates do not pull a rare label out of the test part: 5,574 messages of which 747 are spam", () => {
  // As many sets of duplicates as the SMS Spam Collection has, most of them spam.
  const rows: Row[] = [];
  const add = (label: number, count: number) => {
    const set = rows.length;
    for (let i = 0; i < count; i++) rows.push({ label, set });
  };
  for (let i = 0; i < 90; i++) add(1, 2 + (i % 5));
  for (let i = 0; i < 140; i++) add(0, i === 0 ? 30 : 2 + (i % 3));
  while (where(rows, ({ label }) => label === 1) < 747) add(1, 1);
  while (rows.length < 5574) add(0, 1);
  const roles = stratifiedSplit({ testSize: 0.2, seed: 3 }).assign(
    examplesOf(rows),
    rows.map(({ set }) => set),
  );
  const inTest = (label: number) => where(rows, (row, i) => row.label === label && roles[i] === "test");
  expect([inTest(0), inTest(1)]).toEqual([966, 149]);
  // Repeated messages are tested too, in their share.
  const repeated = rows.map(({ set }) => where(rows.slice(set, set + 2), (row) => row.set === set) > 1);
  const ofTest = where(repeated, (is, i) => is && roles[i] === "test") / where(repeated, (is) => is);
  expect(Math.abs(ofTest - 0.2)).toBeLessThan(0.05);
});

describe.each([
  ["stratified", stratifiedSplit({ testSize: 0.25, validationSize: 0.25, smallClasses: "split" })],
  ["grouped", groupedSplit({ testSize: 0.25, validationSize: 0.25 })],
  ["hash", hashSplit({ testSize: 0.25, validationSize: 0.25 })],
  ["time", timeSplit({ by: "at", testSize: 0.25, validationSize: 0.25 })],
  ["official", officialSplit()],
] as [string, Splitter][])("a pipeline with the %s split", (_, split) => {
  const rows = fc.array(
    fc.record({ label: fc.nat(2), group: fc.nat(9), text: fc.nat(19), part: fc.nat(2), at: fc.nat(9) }),
    { minLength: 4, maxLength: 60 },
  );
  test("loses no row, leaves no group and no duplicate in two parts, whatever the order of the rows", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const examples = given.map(
          (row, i): Example => ({
            id: `d${i}`,
            text: `the words of text ${row.text}`,
            label: `l${row.label}`,
            group: `g${row.group}`,
            split: ROLES[row.part]!,
            attributes: { at: row.at },
          }),
        );
        const pipeline = createPipeline({
          split,
          onLeak: { groups: "repair", duplicates: "repair" },
          failOn: "never",
          threads: 1,
        });
        const dataset = await pipeline.process(examples);
        const parts = [dataset.train, dataset.validation, dataset.test].map((part) => part?.examples ?? []);
        const removed = dataset.quarantined.map(({ id }) => id);
        const ids = [...parts.flat().map(({ id }) => id), ...removed];
        expect(ids.sort()).toEqual(examples.map(({ id }) => id).sort());
        for (const key of ["group", "text"] as const) {
          const values = parts.map((part) => new Set(part.map((example) => example[key])));
          expect(values.reduce((sum, { size }) => sum + size, 0)).toBe(
            new Set(values.flatMap((set) => [...set])).size,
          );
        }
        expect((await pipeline.process([...examples].reverse())).version).toBe(dataset.version);
      }),
      { numRuns: 40 },
    );
  });
});
