import { either, listOf, type OptionRule, oneOf, recordOf } from "@imdb/core/options";
import { columnName, describeValue, plainValue } from "@imdb/rows";
import { isMissing, type TypedValue, typedValue, type ValueType } from "./value-types.js";

/** What the values of an attribute are. */
export type AttributeType = ValueType;

/** The columns that are kept as attributes: their names, or their types by name. */
export type AttributeColumns = readonly string[] | Readonly<Record<string, AttributeType>>;

/** The rule of {@link AttributeColumns}. */
export const attributeColumns: OptionRule<AttributeColumns> = either(
  listOf(columnName),
  recordOf<ValueType>(oneOf<ValueType>("text", "number", "boolean")),
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
    const value = types === undefined ? asWritten(written) : typedValue(types.get(name)!, written);
    if (value === undefined) continue;
    if (typeof value === "object") return { problem: `the attribute ${value.problem}`, field: name };
    // Defined, not assigned: the name may be `__proto__`.
    Object.defineProperty(values, name, { value, enumerable: true, writable: true, configurable: true });
  }
  return { values };
}

function typesOf(columns: AttributeColumns | undefined): ReadonlyMap<string, ValueType> | undefined {
  if (columns === undefined || Array.isArray(columns)) return undefined;
  return new Map(Object.entries(columns as Readonly<Record<string, ValueType>>));
}

/** Of the type that it has in the file. A number that would lose digits is text. */
function asWritten(written: unknown): TypedValue {
  if (isMissing(written)) return undefined;
  const value = plainValue(written);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return { problem: `is ${describeValue(value)}` };
}
