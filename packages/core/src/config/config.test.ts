import { expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import { parseWith, SchemaMismatch } from "../errors/codes.js";
import { above, either, integer, oneOf, optional, optionsOf, recordOf } from "../options/index.js";
import { configFields, optionsFromConfig, parseConfig, type SnakeCase } from "./index.js";

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
