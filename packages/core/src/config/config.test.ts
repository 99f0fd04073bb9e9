import { expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import { assertLinearCost } from "../../../../tools/cost/cost.mjs";
import { parseWith, SchemaMismatch } from "../errors/codes.js";
import { above, either, integer, oneOf, optional, optionsOf, recordOf } from "../options/index.js";
import { configFields, optionsFromConfig, parseConfig, parseYaml, type SnakeCase } from "./index.js";

interface LinearOptions {
  readonly C?: number;
  readonly maxIter?: number;
  readonly l1Ratio?: number;
  readonly classWeight?: "balanced" | Readonly<Record<string, number>>;
}
const linear = optionsOf<LinearOptions, "classWeight">({
  C: [1, above(0)],
  maxIter: [100, integer(1)],
  l1Ratio: [0.5, above(0)],
  classWeight: optional(either(oneOf("balanced"), recordOf(above(0)))),
});
const bayes = optionsOf<{ readonly alpha?: number; readonly maxIter?: "all" }>({
  alpha: [1, above(0)],
  maxIter: ["all", oneOf("all")],
});
const section = z.strictObject(configFields<typeof linear | typeof bayes>(linear, bayes));

test("a section has the options of its schemas in snake case, with their rules and without defaults", () => {
  const written = { c: 2, max_iter: 5, l1_ratio: 0.1, class_weight: { a: 2 }, alpha: 1 };
  const parsed = section.parse(written);
  expect(parsed).toEqual(written);
  expect(section.parse({})).toEqual({});
  expect(section.parse({ max_iter: "all" })).toEqual({ max_iter: "all" });
  expectTypeOf(parsed.max_iter).toEqualTypeOf<number | "all" | undefined>();
  expectTypeOf<SnakeCase<"eta0" | "C" | "minRowsPerFold">>().toEqualTypeOf<
    "eta0" | "c" | "min_rows_per_fold"
  >();
  expect(optionsFromConfig(parsed, linear, bayes)).toEqual({
    C: 2,
    maxIter: 5,
    l1Ratio: 0.1,
    classWeight: { a: 2 },
    alpha: 1,
  });
});

test("a value that breaks a rule, and a field that does not exist, are named", () => {
  expect(() => parseWith(section, { c: -1, class_weight: { neg: 0 }, maxiter: 5 }, "The model")).toThrow(
    /c: expected a finite number above 0; class_weight.neg: expected .* above 0; .*maxiter/,
  );
});

test("a configuration is an object, YAML or JSON; what is not YAML is refused with its place", () => {
  expect([parseConfig({ a: 1 }, "x"), parseConfig("a: 1", "x"), parseConfig('{"a":1}', "x")]).toEqual([
    { a: 1 },
    { a: 1 },
    { a: 1 },
  ]);
  const refusal = (text: string) => {
    try {
      return parseConfig(text, "x");
    } catch (error) {
      return SchemaMismatch.is(error) ? error.message : error;
    }
  };
  expect(refusal("data:\n  path: [x\n")).toMatch(/^x is not valid: .*line 3, column 1/);
  expect(refusal("a: &a [x]\nb: *a")).toMatch(/Alias/);
});

test("a file of brackets is refused, though the parser would end the process", () => {
  for (const part of ["[", "{a: ", "- ", "? "]) {
    expect(() => parseConfig(part.repeat(20_000), "x"), part).toThrow(
      /nested too deeply, more than 100 levels \(line 1, column \d+\)/,
    );
  }
  const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  expect(JSON.stringify(parseConfig(nested(100), "x"))).toBe(nested(100));
  expect(() => parseConfig(nested(101), "x")).toThrow(/nested too deeply/);
});

test("a name that is there twice is refused, wherever it is, and never a long name in the refusal", () => {
  expect(() => parseConfig("a: 1\nb: [{c: 1, 'c': 2}]", "x")).toThrow(
    /Map keys must be unique \(line 2, column 12\)/,
  );
  expect(() => parseConfig("? {a: 1, a: 2}\n: 1", "x")).toThrow(/Map keys must be unique/);
  expect(parseConfig("1: a\n'1': b\n? [1]\n: c\n? [1]\n: d", "x")).toEqual({ 1: "b", "[ 1 ]": "d" });
  expect(() => parseConfig(`*${"a".repeat(100_000)}`, "x")).toThrow(/^.{0,300}$/);
});

test("a second document is refused, and digits stay where bigints are asked for", () => {
  expect(() => parseConfig("a: 1\n---\nb: 1", "x")).toThrow(/several documents \(line 2, column 1\)/);
  const refuse = (problem: string) => new Error(problem);
  expect(parseYaml("a: 12345678901234567890\nb: on", refuse, { version: "1.1", integers: "bigint" })).toEqual(
    {
      a: 12345678901234567890n,
      b: true,
    },
  );
});

test("a file of many names takes linear time", async () => {
  const names = (bytes: number) => Array.from({ length: bytes / 12 }, (_, i) => `name${i}: 1\n`).join("");
  // 256 kB took 3 s.
  expect(
    (await assertLinearCost((text: string) => void parseConfig(text, "x"), names, 64 << 10)).ms,
  ).toBeLessThan(1500);
}, 30_000);
