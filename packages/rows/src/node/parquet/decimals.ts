import type { SchemaElement, SchemaTree } from "hyparquet";
import { ExactDecimal } from "../../values/exact-decimal.js";

/** Converts a value of a column that holds decimals, which may be a list or an object of them. */
type Conversion = (value: unknown) => unknown;

/**
 * Takes the type DECIMAL out of a schema, so that the parser returns the numbers as they are stored: it would multiply
 * them, and lose digits.
 *
 * @returns Converts the rows that are then read.
 * @throws `Error` for decimals in texts of any length, which the parser cannot return as bytes, and as keys of maps.
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

/** What the parser makes of a part of the schema decides how it is converted. */
function conversionOf(part: SchemaTree): Conversion | undefined {
  const { element, children } = part;
  if (children.length === 0) return isDecimal(element) ? decimalConversion(element) : undefined;
  const inner = children[0]!;
  if (isList(part)) return conversionOf(inner.children[0] ?? inner);
  return isMap(part) ? mapConversion(inner.children) : structConversion(children);
}

/** Whether the parser makes lists of it, without the group or the two in between. */
function isList({ element, children }: SchemaTree): boolean {
  const inner = children[0]!;
  return element.converted_type === "LIST" && isRepeated(children) && inner.children.length < 2;
}

/** Whether the parser makes objects of it, by the keys. */
function isMap({ element, children }: SchemaTree): boolean {
  const inner = children[0]!;
  return element.converted_type === "MAP" && isRepeated(children) && inner.children.length === 2;
}

function isRepeated(children: readonly SchemaTree[]): boolean {
  return children.length === 1 && children[0]!.element.repetition_type === "REPEATED";
}

function structConversion(children: readonly SchemaTree[]): Conversion | undefined {
  const inner = new Map<string, Conversion>();
  for (const child of children) {
    const conversion = conversionOf(child);
    if (conversion !== undefined) inner.set(child.element.name, conversion);
  }
  if (inner.size === 0) return undefined;
  return everywhere((value) =>
    withFields(value as object, (name, one) => {
      const convert = inner.get(name);
      return convert === undefined ? one : convert(one);
    }),
  );
}

/** @throws `Error` for keys that are decimals: they are names of fields by then. */
function mapConversion([key, value]: readonly SchemaTree[]): Conversion | undefined {
  if (conversionOf(key!) !== undefined) throw new Error("it has a map whose keys are decimals");
  const convert = conversionOf(value!);
  return convert && everywhere((map) => withFields(map as object, (_, one) => convert(one)));
}

/** Converts what is in lists, of any depth, and leaves out what is missing. */
function everywhere(convert: Conversion): Conversion {
  return function within(value): unknown {
    if (Array.isArray(value)) return value.map(within);
    return value === null || value === undefined ? value : convert(value);
  };
}

function withFields(value: object, convert: (name: string, one: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, convert(name, one)]));
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
  return everywhere((value) => decimal(unscaled(value), scale));
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
  const digits = String(number)
    .replace("-", "")
    .padStart(scale + 1, "0");
  const point = digits.length - scale;
  return new ExactDecimal(`${number < 0n ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`);
}
