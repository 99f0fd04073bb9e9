import { NotCanonical } from "../errors/codes.js";

/** Deeper nesting is refused: it would end in a stack overflow, here or in the reader. */
const DEPTH_LIMIT = 500;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** What JSON can hold. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/**
 * The one JSON text of a value: keys sorted, no white space, numbers as ECMAScript writes them, keys with the
 * value `undefined` left out.
 *
 * @throws `NOT_CANONICAL` for NaN, infinities, functions, symbols, bigints, dates, maps, cycles, lone
 *         surrogates, more than 500 levels and whatever else JSON would lose; names the place.
 * @see    RFC 8785, JSON Canonicalization Scheme.
 * @example
 * canonicalJson({ b: 1, a: [true, null] }); // => "{\"a\":[true,null],\"b\":1}"
 */
export function canonicalJson(value: unknown): string {
  return write(value, "", new Set());
}

function write(value: unknown, path: string, above: Set<object>): string {
  switch (typeof value) {
    case "string":
      if (LONE_SURROGATE.test(value))
        throw NotCanonical.create({ path, value: "a string with a lone surrogate" });
      return JSON.stringify(value);
    case "boolean":
      return String(value);
    case "number":
      if (!Number.isFinite(value)) throw NotCanonical.create({ path, value: String(value) });
      return JSON.stringify(value);
    case "object":
      return value === null ? "null" : writeObject(value, path, above);
    default:
      throw NotCanonical.create({ path, value: `a ${typeof value}` });
  }
}

function writeObject(value: object, path: string, above: Set<object>): string {
  if (above.has(value)) throw NotCanonical.create({ path, value: "a cycle" });
  if (above.size >= DEPTH_LIMIT) throw NotCanonical.create({ path: path.slice(0, 80), value: "too deep" });
  above.add(value);
  const text = Array.isArray(value) ? writeArray(value, path, above) : writeRecord(value, path, above);
  above.delete(value);
  return text;
}

function writeArray(value: readonly unknown[], path: string, above: Set<object>): string {
  return `[${Array.from(value, (item, i) => write(item, `${path}[${i}]`, above)).join(",")}]`;
}

function writeRecord(value: object, path: string, above: Set<object>): string {
  if (!isPlain(value)) {
    throw NotCanonical.create({ path, value: `a ${value.constructor?.name ?? "foreign object"}` });
  }
  const record = value as Readonly<Record<string, unknown>>;
  const members = Object.keys(record)
    .filter((key) => record[key] !== undefined)
    .sort()
    .map((key) => `${write(key, path, above)}:${write(record[key], path ? `${path}.${key}` : key, above)}`);
  return `{${members.join(",")}}`;
}

/** An object literal, of whichever realm: its prototype is the root of its chain. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "hasOwnProperty");
}
