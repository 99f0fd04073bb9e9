import type { SchemaElement, SchemaTree } from "hyparquet";
import { ExactDecimal } from "../../values/exact-decimal.js";

/** Converts a value of a column that holds decimals, which may be a list or an object of them. */
type Conversion = (value: unknown) => unknown;

/**
 * Takes the type DECIMAL out of a schema, so that the parser returns the numbers as they are stored: it would multiply
 * them, and lose digits.
 *
 * @returns Converts the rows that are then read.
 * @throws `Error` for decimals in texts of any length, which the parser cannot return as bytes.
 */
export function takeDecimals(schema: SchemaTree): (row: Record<string, unknown>) => Record<string, unknown> {
  const columns = new Map<string, Conversion>();
  for (const child of schema.children) {
    const conversion = conversionOf(child);
    if (conversion !== undefined) columns.set(child.element.name, conversion);
  }
  return (row) => {
    for (const [name, convert] of columns) if (Object.hasOwn(row, name)) row[name] = convert(row[name]);
    return row;
  };
}

function conversionOf({ element, children }: SchemaTree): Conversion | undefined {
  if (children.length === 0) return isDecimal(element) ? decimalConversion(element) : undefined;
  const inner = new Map<string, Conversion>();
  for (const child of children) {
    const conversion = conversionOf(child);
    if (conversion !== undefined) inner.set(child.element.name, conversion);
  }
  return inner.size === 0 ? undefined : (value) => within(value, inner);
}

/**
 * Converts what is in a list or an object. A list of Parquet is a group of a group, which the parser leaves out: values
 * of lists are those of the innermost element.
 */
function within(value: unknown, inner: ReadonlyMap<string, Conversion>): unknown {
  if (Array.isArray(value)) return value.map((one) => within(one, inner));
  const [only] = inner.size === 1 ? inner.values() : [];
  if (typeof value !== "object" || value === null || value instanceof Uint8Array)
    return only === undefined ? value : only(value);
  const entries = Object.entries(value);
  // The names of groups that the parser leaves out are not in the value.
  if (only !== undefined && !entries.some(([name]) => inner.has(name))) return only(value);
  return Object.fromEntries(entries.map(([name, one]) => [name, inner.get(name)?.(one) ?? one]));
}

function isDecimal({ converted_type, logical_type }: SchemaElement): boolean {
  return converted_type === "DECIMAL" || logical_type?.type === "DECIMAL";
}

function decimalConversion(element: SchemaElement): Conversion {
  const { type, name, logical_type } = element;
  if (type === "BYTE_ARRAY") throw new Error(`its column ${name} has decimals of any length`);
  const scale = element.scale ?? (logical_type?.type === "DECIMAL" ? logical_type.scale : 0);
  if (!Number.isInteger(scale) || scale < 0 || scale > 1000)
    throw new Error(`its column ${name} has decimals with ${scale} places`);
  delete element.converted_type;
  delete element.logical_type;
  return (value) => (value === null || value === undefined ? value : decimal(unscaled(value), scale));
}

/** A stored value as a whole number: bytes have the sign in the first bit, as two's complement. */
function unscaled(value: unknown): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value as number | bigint);
  let number = 0n;
  for (const byte of value) number = (number << 8n) | BigInt(byte);
  return value[0]! > 127 ? number - (1n << BigInt(8 * value.length)) : number;
}

function decimal(number: bigint, scale: number): bigint | ExactDecimal {
  if (scale === 0) return number;
  const digits = String(number < 0n ? -number : number).padStart(scale + 1, "0");
  const point = digits.length - scale;
  return new ExactDecimal(`${number < 0n ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`);
}
