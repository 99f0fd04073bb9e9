import { ExactDecimal, exactNumber } from "./exact-decimal.js";

/**
 * A value of a row as text, the same from every format: `5` and `"5"` are `5`, a time is in ISO 8601, and no digit is lost.
 *
 * @returns `undefined` for a missing value (`null`, `""`, NaN) and for lists and objects.
 */
export function valueText(value: unknown): string | undefined {
  if (value instanceof ExactDecimal) return String(value);
  const plain = plainValue(value);
  if (typeof plain === "string") return plain === "" ? undefined : plain;
  if (typeof plain === "number") return withoutExponent(String(plain));
  return typeof plain === "boolean" ? String(plain) : undefined;
}

/**
 * A value of a row as JSON has it: a number that would lose digits becomes text, a time becomes ISO 8601, and NaN, which is
 * a missing number, `null`. Lists, objects and all else are returned as they are.
 */
export function plainValue(value: unknown): unknown {
  if (typeof value === "bigint") return exactNumber(String(value)) ?? String(value);
  if (value instanceof ExactDecimal) return exactNumber(value.digits) ?? value.digits;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  return Number.isNaN(value) ? null : value;
}

/** As `JSON.stringify`, with the values that {@link plainValue} returns. */
export function rowJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, name) {
    // As it is in the object: what is given has been through its `toJSON`.
    return plainValue(this[name]);
  });
}

/**
 * A number with all its digits, as in CSV: JavaScript prints 1e21 and more with an exponent. The digits are those that it
 * prints, which are those of the file, and not those of the nearest double: 2101124916546014200 has one that ends in 208.
 */
function withoutExponent(written: string): string {
  const [, sign, first, rest = "", exponent] = /^(-?)(\d)(?:\.(\d+))?e\+(\d+)$/.exec(written) ?? [];
  if (exponent === undefined) return written;
  return `${sign}${first}${rest.padEnd(Number(exponent), "0")}`;
}
