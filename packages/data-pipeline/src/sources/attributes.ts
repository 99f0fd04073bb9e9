import { either, listOf, type OptionRule, oneOf, recordOf } from "@imdb/core/options";
import { columnName, describeValue, ExactDecimal, plainValue, valueText } from "@imdb/rows";

/**
 * What the values of an attribute are. CSV has texts only: with a type they are the same as from JSON and Parquet. A number is
 * rounded to the 53 bits of a JavaScript number; a whole number that would change is a bad row.
 */
export type AttributeType = "text" | "number" | "boolean";

/** The columns that are kept as attributes: their names, or their types by name. */
export type AttributeColumns = readonly string[] | Readonly<Record<string, AttributeType>>;

/** The rule of {@link AttributeColumns}. */
export const attributeColumns: OptionRule<AttributeColumns> = either(
  listOf(columnName),
  recordOf<AttributeType>(oneOf<AttributeType>("text", "number", "boolean")),
) as OptionRule<AttributeColumns>;

type AttributeValue = string | number | boolean;

/** The attributes of a row, or what is wrong with one of them. */
export type ReadAttributes =
  | { readonly values: Record<string, AttributeValue> }
  | { readonly problem: string; readonly field: string };

/** The names of the columns that attributes are read from. */
export function attributeNames(columns: AttributeColumns = []): readonly string[] {
  return Array.isArray(columns) ? columns : Object.keys(columns);
}

/** Reads the attributes of a row. Missing values are left out. */
export function attributesOf(
  fields: Readonly<Record<string, unknown>>,
  columns: AttributeColumns | undefined,
): ReadAttributes {
  const given = columns === undefined ? fields["attributes"] : fields;
  if (typeof given !== "object" || given === null) return { values: {} };
  const types = typesOf(columns);
  const values: Record<string, AttributeValue> = {};
  for (const name of columns === undefined ? Object.keys(given) : attributeNames(columns)) {
    const written = (given as Readonly<Record<string, unknown>>)[name];
    const value = types === undefined ? asWritten(written) : CONVERSIONS[types.get(name)!](written);
    if (value === undefined) continue;
    if (typeof value === "object") return { problem: value.problem, field: name };
    // Defined, not assigned: the name may be `__proto__`.
    Object.defineProperty(values, name, { value, enumerable: true, writable: true, configurable: true });
  }
  return { values };
}

function typesOf(columns: AttributeColumns | undefined): ReadonlyMap<string, AttributeType> | undefined {
  if (columns === undefined || Array.isArray(columns)) return undefined;
  return new Map(Object.entries(columns as Readonly<Record<string, AttributeType>>));
}

type Converted = AttributeValue | undefined | { readonly problem: string };

/** Of the type that it has in the file. A number that would lose digits is text. */
function asWritten(written: unknown): Converted {
  if (isMissing(written)) return undefined;
  const value = plainValue(written);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return { problem: `the attribute is ${describeValue(value)}` };
}

const CONVERSIONS: Readonly<Record<AttributeType, (written: unknown) => Converted>> = {
  text(written) {
    return isMissing(written) ? undefined : (valueText(written) ?? not("a text", written));
  },
  number(written) {
    if (isMissing(written)) return undefined;
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
    if (isMissing(written)) return undefined;
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

function isMissing(written: unknown): boolean {
  const value = plainValue(written);
  return value === undefined || value === null || value === "";
}

function not(expected: string, written: unknown): { problem: string } {
  const shown =
    typeof written === "object" ? describeValue(written) : JSON.stringify(String(written).slice(0, 80));
  return { problem: `the attribute is ${shown}, expected is ${expected}` };
}
