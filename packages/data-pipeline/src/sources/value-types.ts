import { describeValue, ExactDecimal, plainValue, valueText } from "@imdb/rows";

/**
 * What the values of a column are. CSV has texts only: with a type they are the same as from JSON and Parquet. A number is
 * rounded to the 53 bits of a JavaScript number; a whole number that would change is a bad row.
 */
export type ValueType = "text" | "number" | "boolean";

/** A value of a type, `undefined` for a missing one, or in one clause what is wrong with it. */
export type TypedValue = string | number | boolean | undefined | { readonly problem: string };

/** The value of a row as a type has it. */
export function typedValue(type: ValueType, written: unknown): TypedValue {
  return isMissing(written) ? undefined : CONVERSIONS[type](written);
}

/** Whether a row has no value there. */
export function isMissing(written: unknown): boolean {
  const value = plainValue(written);
  return value === undefined || value === null || value === "";
}

const CONVERSIONS: Readonly<Record<ValueType, (written: unknown) => TypedValue>> = {
  text(written) {
    return valueText(written) ?? not("a text", written);
  },
  number(written) {
    const isNumber =
      typeof written === "number" || typeof written === "bigint" || written instanceof ExactDecimal;
    if (!isNumber && typeof written !== "string") return not("a number", written);
    const digits = String(written).trim();
    if (!NUMBER.test(digits)) return not("a number", written);
    const number = Number(digits);
    if (!Number.isFinite(number)) return not("a number of this size", written);
    // A fraction is rounded, as everywhere; of two ids that become one nobody would know.
    if (WHOLE.test(digits) && BigInt(digits) !== BigInt(number))
      return not("a whole number that has no more digits than a number keeps: use the type text", written);
    return number;
  },
  boolean(written) {
    return FLAGS.get(String(written).toLowerCase()) ?? not("true or false", written);
  },
};

/** A number in decimal notation. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const WHOLE = /^-?\d+$/;
const FLAGS = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

function not(expected: string, written: unknown): { problem: string } {
  const shown =
    typeof written === "object" ? describeValue(written) : JSON.stringify(String(written).slice(0, 80));
  return { problem: `is ${shown}, expected is ${expected}` };
}
