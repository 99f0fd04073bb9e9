import { NotCanonical } from "../errors/codes.js";

/** Deeper nesting is refused: it would cause a stack overflow, here or in a reader. */
const DEPTH_LIMIT = 500;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** A JSON value. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/**
 * The canonical JSON text of a value: sorted keys, no white space, numbers as in ECMAScript. Keys with the value
 * `undefined` are left out.
 *
 * @throws `NOT_CANONICAL` for NaN, infinities, functions, symbols, bigints, dates, maps, cycles, lone
 *         surrogates, more than 500 levels and every other value that JSON cannot represent; it names the place.
 * @see    RFC 8785, JSON Canonicalization Scheme.
 * @example
 * canonicalJson({ b: 1, a: [true, null] }); // => "{\"a\":[true,null],\"b\":1}"
 */
export function canonicalJson(value: unknown): string {
  return write(value, "", new Set());
}

function write(value: unknown, path: string, ancestors: Set<object>): string {
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
      return value === null ? "null" : writeObject(value, path, ancestors);
    default:
      throw NotCanonical.create({ path, value: `a ${typeof value}` });
  }
}

function writeObject(value: object, path: string, ancestors: Set<object>): string {
  if (ancestors.has(value)) throw NotCanonical.create({ path, value: "a cycle" });
  if (ancestors.size >= DEPTH_LIMIT)
    throw NotCanonical.create({ path: path.slice(0, 80), value: "too deep" });
  ancestors.add(value);
  const text = Array.isArray(value)
    ? writeArray(value, path, ancestors)
    : writeRecord(value, path, ancestors);
  ancestors.delete(value);
  return text;
}

function writeArray(value: readonly unknown[], path: string, ancestors: Set<object>): string {
  return `[${Array.from(value, (item, i) => write(item, `${path}[${i}]`, ancestors)).join(",")}]`;
}

function writeRecord(value: object, path: string, ancestors: Set<object>): string {
  if (!isPlain(value)) {
    throw NotCanonical.create({ path, value: `a ${value.constructor?.name ?? "foreign object"}` });
  }
  const record = value as Readonly<Record<string, unknown>>;
  const members = Object.keys(record)
    .filter((key) => record[key] !== undefined)
    .sort()
    .map(
      (key) =>
        `${write(key, path, ancestors)}:${write(record[key], path ? `${path}.${key}` : key, ancestors)}`,
    );
  return `{${members.join(",")}}`;
}

/** Whether a value is an object literal, of any realm: its prototype is the last of its prototype chain. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "hasOwnProperty");
}
