import {
  anyNumber,
  listOf,
  type OptionRule,
  type OptionsSchema,
  oneOf,
  optional,
  rule,
  text,
  within,
} from "@imdb/core/options";
import type { CheckedData, Observation } from "../quality/check.js";
import type { DataCounts } from "../quality/data-counts.js";
import type { Value } from "./column.js";
import type { NamedExpectation } from "./expectation.js";

type NameOf = NamedExpectation["expect"];

/** The parameters of a kind of expectation. */
export type ParametersOf<N extends NameOf> = Omit<Extract<NamedExpectation, { expect: N }>, "expect">;

/** A kind of expectation: its parameters, and how it is measured. */
export type ExpectationKind<P> = {
  // biome-ignore lint/suspicious/noExplicitAny: which parameters may be left out differs from kind to kind.
  readonly schema: OptionsSchema<P & object, any>;
  /** What it is about, for the name of the check: a column, a label. */
  readonly about: (parameters: P) => string;
} & (
  | { readonly observe: (data: CheckedData, parameters: P) => Observation }
  | { readonly observeCounts: (counts: DataCounts, parameters: P) => Observation }
);

/** The rules of the parameters that every expectation has. */
export const commonRules = {
  name: optional(text),
  severity: optional(oneOf("info", "warning", "error")),
  part: optional(oneOf("train", "validation", "test", "unlabelled")),
} as const;

/** The rules of bounds. */
export const boundRules = { min: optional(anyNumber), max: optional(anyNumber) } as const;

/** The rule of the name of a column or label. */
export const filledText: OptionRule<string> = rule(
  "a text that is not empty",
  (value) => typeof value === "string" && value !== "",
);

/** The rule of a list of values. */
export const valueList: OptionRule<readonly Value[]> = listOf(
  rule<Value>("a text, a number or a boolean", (value) =>
    ["string", "number", "boolean"].includes(typeof value),
  ),
  1,
);

/** The rule of a share from 0 to 1. */
export const share: OptionRule<number> = within(0, 1);

interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Whether a number is within bounds. */
export function isWithin(value: number, { min = -Infinity, max = Infinity }: Bounds): boolean {
  return value >= min && value <= max;
}

/** Bounds in words: `from 1 to 5`. */
export function boundsWords({ min, max }: Bounds): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `from ${min} to ${max}`;
}

/** The observation of one number that must be within bounds. @param what  What it is: `the number of documents`. */
export function observedNumber(what: string, value: number | undefined, bounds: Bounds): Observation {
  const expected = boundsWords(bounds);
  const observed = value === undefined ? "nothing to measure" : String(Number(value.toPrecision(6)));
  const isMet = value !== undefined && isWithin(value, bounds);
  const message = `${what} is ${observed}; expected is ${expected}.`;
  return { message, count: isMet ? 0 : 1, of: 1, examples: [], observed, expected, isMet };
}
