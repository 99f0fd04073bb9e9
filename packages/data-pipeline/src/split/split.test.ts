import { type Example, seededRandom } from "@imdb/core";
import { type DivideRows, splitContract } from "@imdb/core/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { labelsMissingInTrain } from "../quality/labels.js";
import { groupedSplit } from "./grouped-split.js";
import { hashSplit } from "./hash-split.js";
import { type LeakRules, repairLeaks } from "./leaks.js";
import { officialSplit } from "./official-split.js";
import type { Splitter } from "./splitter.js";
import { stratifiedSplit } from "./stratified-split.js";
import { timeSplit } from "./time-split.js";

const many = (n: number, make: (i: number) => Partial<Example>): Example[] =>
  Array.from({ length: n }, (_, i) => ({ id: `d${String(i).padStart(5, "0")}`, text: `t${i}`, ...make(i) }));

const count = <T>(values: readonly T[], value: T) => values.filter((v) => v === value).length;

describe("splits", () => {
  test("stratified: every label has its share of every part, to one document", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0.05, max: 0.5, noNaN: true }),
        fc.nat(1000),
        (labels, testSize, seed) => {
          const examples = many(labels.length, (i) => ({ label: labels[i]! }));
          const sizes = { testSize, validationSize: 0.2, seed };
          const roles = stratifiedSplit({ ...sizes, smallClasses: "split" }).assign(examples);
          expect(count([...roles], "test")).toBe(Math.round(labels.length * testSize));
          for (const label of ["a", "b", "c"]) {
            const own = roles.filter((_, i) => labels[i] === label);
            expect(Math.abs(count(own, "test") - own.length * testSize)).toBeLessThan(1.000001);
          }
        },
      ),
    );
  });

  test("stratified: another seed is another split, the same seed the same", () => {
    const examples = many(100, (i) => ({ label: i % 2 ? "a" : "b" }));
    const split = (seed: number) => stratifiedSplit({ testSize: 0.3, seed }).assign(examples).join();
    expect(split(1)).toBe(split(1));
    expect(split(1)).not.toBe(split(2));
  });

  test("grouped: no group crosses, and sizes are near their shares", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 60, maxLength: 200 }), fc.nat(100), (groups, seed) => {
        const examples = many(groups.length, (i) => ({ label: "a", group: `g${groups[i]}` }));
        const roles = groupedSplit({ testSize: 0.25, validationSize: 0.25, seed }).assign(examples);
        const home = new Map<number, string>();
        groups.forEach((group, i) => {
          expect(home.get(group) ?? roles[i]).toBe(roles[i]);
          home.set(group, roles[i]!);
        });
        const largest = Math.max(...groups.map((g) => count(groups, g)));
        expect(Math.abs(count([...roles], "test") - groups.length / 4)).toBeLessThanOrEqual(largest);
      }),
    );
    expect(() => groupedSplit({ testSize: 0.5 }).assign(many(2, () => ({ label: "a" })))).toThrow(
      /d00000.*no group/,
    );
  });

  test("time: nothing held out is older than anything trained on, and one time is in one part", () => {
    const random = seededRandom(4);
    const examples = many(200, () => ({ label: "a", attributes: { year: 1990 + random.integer(20) } }));
    const roles = timeSplit({ by: "year", testSize: 0.2, validationSize: 0.2 }).assign(examples);
    const years = (role: string) =>
      examples.filter((_, i) => roles[i] === role).map(({ attributes }) => attributes!["year"] as number);
    expect(Math.max(...years("train"))).toBeLessThan(Math.min(...years("validation")));
    expect(Math.max(...years("validation"))).toBeLessThan(Math.min(...years("test")));
  });

  test("time: ISO 8601 without a zone is UTC; anything else is refused by name", () => {
    const at = (when: string[]) =>
      timeSplit({ by: "at", testSize: 0.5 }).assign(
        many(2, (i) => ({ label: "a", attributes: { at: when[i]! } })),
      );
    expect(at(["2024-05-01T12:00:00Z", "2024-05-01T12:30:00"])).toEqual(["train", "test"]);
    expect(at(["2024-05-01T14:00:00+01:00", "2024-05-01 12:30:00"])).toEqual(["test", "train"]);
    expect(() => at(["yesterday", "2024-05-01"])).toThrow(/yesterday/);
    for (const day of [
      "2023-02-30",
      "2023-02-29T12:00:00Z",
      "1900-02-29",
      "2024-04-31",
      "2024-13-01",
      "2024-00-10",
    ]) {
      expect(() => at([day, "2024-05-01"]), day).toThrow(day);
    }
    expect(at(["2024-02-29", "2000-02-29"])).toEqual(["test", "train"]);
  });

  test("official: takes the data's own parts and their usual names; refuses others", () => {
    const named = many(3, (i) => ({ label: "a", split: ["train", "dev", "test"][i]! }));
    expect(officialSplit().assign(named)).toEqual(["train", "validation", "test"]);
    expect(() => officialSplit().assign(many(1, () => ({ label: "a", split: "extra" })))).toThrow(/"extra"/);
  });
});

test("stratified: of labels with fewer examples than parts no part gets an example twice", () => {
  const examples = many(10, (i) => ({ label: `c${i}` }));
  const sizes = { testSize: 0.3, validationSize: 0.3, seed: 1 };
  expect(() => stratifiedSplit(sizes).assign(examples)).toThrow(/label "c0" has 1 example for 3 parts/);
  const roles = stratifiedSplit({ ...sizes, smallClasses: "split" }).assign(examples);
  expect(["train", "validation", "test"].map((role) => roles.filter((own) => own === role).length)).toEqual([
    4, 3, 3,
  ]);
});

/** Divides rows by a splitter, with the finding of the quality report as its warning. */
const dividing =
  (splitter: Splitter): DivideRows =>
  (rows) => {
    const examples = many(rows.length, (i) => ({
      ...rows[i]!,
      split: ["train", "train", "dev", "test"][i % 4]!,
      attributes: { at: Math.floor(i / 3) },
    }));
    const parts = splitter.assign(examples);
    const rowsIn = (role: string) => [...rows.keys()].filter((row) => parts[row] === role);
    const seen = labelsMissingInTrain.observe({ examples, parts } as never);
    return {
      divisions: [{ train: rowsIn("train"), heldOut: [rowsIn("validation"), rowsIn("test")] }],
      warnings: seen ? [seen.message] : [],
    };
  };
const sizes = { testSize: 0.25, validationSize: 0.25 };
const quarters = (rows: number) => [Math.round(rows / 4), Math.round(rows / 4)];

describe.each([
  ["groupedSplit", groupedSplit(sizes), "groups", true],
  ["hashSplit", hashSplit(sizes), "none", true],
  ["hashSplit by id", hashSplit({ ...sizes, by: "id" }), "none", false],
  ["timeSplit", timeSplit({ ...sizes, by: "at" }), "none", false],
  ["officialSplit", officialSplit(), "none", false],
] as const)("the contract of splitters: %s", (_, splitter, kind, keepsGroups) => {
  const promised = kind === "none" ? { kind } : { kind, wanted: quarters };
  for (const c of splitContract({ divide: dividing(splitter), sizes: promised, keepsGroups, parts: 3 })) {
    test(c.name, c.run);
  }
});

describe("the contract of splitters: stratifiedSplit", () => {
  const cases = splitContract({
    divide: dividing(stratifiedSplit({ ...sizes, smallClasses: "split" })),
    sizes: { kind: "exact", wanted: quarters },
    parts: 3,
    choices: ["refuse", "train", "merge", "split"],
    smallClasses: (smallClasses) => dividing(stratifiedSplit({ ...sizes, smallClasses })),
  });
  for (const c of cases) test(c.name, c.run);
});

describe("leaks", () => {
  const examples = many(6, (i) => ({ label: "a", group: ["g", "g", "g", "h", "i", "j"][i]! }));
  const similar = [0, 1, 2, 3, 3, 5];
  const roles = ["train", "train", "test", "train", "test", "test"] as const;
  const made = stratifiedSplit({ testSize: 0.5 });
  const mend = (rules: LeakRules, splitter = made) => repairLeaks(examples, roles, similar, splitter, rules);

  test("are refused by name", () => {
    expect(() => mend({})).toThrow(/1 groups.*group "g"/);
    expect(() => mend({ groups: "report", duplicates: "refuse" })).toThrow(/the text of "d00003"/);
    expect(mend({ groups: "report", duplicates: "report" }).roles).toEqual(roles);
  });

  test("of a split that was made are repaired by moving groups whole", () => {
    const { roles: repaired, removed, moved } = mend({ groups: "repair", duplicates: "repair" });
    expect(repaired).toEqual(["train", "train", "train", undefined, "test", "test"]);
    expect(moved).toBe(1);
    expect([...removed]).toEqual([[3, 'the text of "d00004" is in the test part too']]);
  });

  test("among examples without groups duplicates are moved, and nothing is lost", () => {
    const free = many(6, () => ({ label: "a" }));
    const { roles: repaired, removed, moved } = repairLeaks(free, roles, similar, made);
    expect(repaired).toEqual(["train", "train", "test", "train", "train", "test"]);
    expect([removed.size, moved]).toEqual([0, 1]);
  });

  test("of a split that came with the data are repaired by taking out of train, and what is held out stays", () => {
    const { roles: repaired, removed } = mend({ groups: "repair", duplicates: "repair" }, officialSplit());
    expect(repaired).toEqual([undefined, undefined, "test", undefined, "test", "test"]);
    expect(removed.get(0)).toBe('group "g" is in the test part too');
    expect(removed.get(3)).toBe('the text of "d00004" is in the test part too');
  });

  test("repaired splits hold no leak, whatever the groups and clusters", () => {
    const arbitrary = fc.record({
      group: fc.nat(6),
      similar: fc.nat(6),
      role: fc.constantFrom("train" as const, "validation" as const, "test" as const),
    });
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 40 }), fc.boolean(), (rows, given) => {
        const some = many(rows.length, (i) => ({ label: "a", group: `g${rows[i]!.group}` }));
        const clusters = rows.map((row) => rows.findIndex((other) => other.similar === row.similar));
        const splitter = given ? officialSplit() : made;
        const rules = { groups: "repair", duplicates: "repair" } as const;
        const repaired = repairLeaks(
          some,
          rows.map(({ role }) => role),
          clusters,
          splitter,
          rules,
        ).roles;
        const partsBy = (key: "group" | "similar", value: number) =>
          new Set(repaired.filter((role, i) => role !== undefined && rows[i]![key] === value));
        for (let value = 0; value <= 6; value++) {
          expect(partsBy("group", value).size).toBeLessThan(2);
          expect(partsBy("similar", value).size).toBeLessThan(2);
        }
      }),
    );
  });
});
