/** A value of Thrift: a number is an i32 or an i64, a text or bytes are a binary, a list has values of one kind. */
export type ThriftValue = number | boolean | string | Uint8Array | readonly ThriftValue[] | ThriftFields;

/** A struct by the ids of its fields. */
export interface ThriftFields {
  readonly [id: number]: ThriftValue;
}

/** A whole number without a sign as a varint (ULEB128). */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}

/** A whole number with a sign: zigzag, then varint. */
export function zigzag(value: number): number[] {
  return varint(value < 0 ? -2 * value - 1 : 2 * value);
}

/** The bytes of a struct in Thrift's compact protocol. */
export function structBytes(fields: ThriftFields): number[] {
  const bytes: number[] = [];
  let last = 0;
  for (const [name, value] of Object.entries(fields)) {
    const id = Number(name);
    const type = value === false ? 2 : typeOf(value);
    bytes.push(...(id - last < 16 ? [((id - last) << 4) | type] : [type, ...zigzag(id)]));
    if (typeof value !== "boolean") bytes.push(...valueBytes(value));
    last = id;
  }
  return [...bytes, 0];
}

function valueBytes(value: ThriftValue): number[] {
  if (typeof value === "boolean") return [value ? 1 : 2];
  if (typeof value === "number") return zigzag(value);
  if (typeof value === "string") return valueBytes(new TextEncoder().encode(value));
  if (value instanceof Uint8Array) return [...varint(value.length), ...value];
  if (!isList(value)) return structBytes(value);
  const type = value.length === 0 ? 12 : typeOf(value[0]!);
  const head = value.length < 15 ? [(value.length << 4) | type] : [0xf0 | type, ...varint(value.length)];
  return [...head, ...value.flatMap(valueBytes)];
}

function typeOf(value: ThriftValue): number {
  if (typeof value === "boolean") return 1;
  if (typeof value === "number") return Math.abs(value) < 2 ** 31 ? 5 : 6;
  if (typeof value === "string" || value instanceof Uint8Array) return 8;
  return isList(value) ? 9 : 12;
}

function isList(value: ThriftValue): value is readonly ThriftValue[] {
  return Array.isArray(value);
}
