import { type Codec, cleaningOf, cleaningRecords, encodePart, ImdbError, isFitted, roleOf } from "@imdb/core";
import { UnstorableValue } from "../errors.js";
import { splitColumns } from "./split-columns.js";
import { packTexts } from "./text-blob.js";

/** An encoded value: a JSON text, and the contents of its typed arrays, in the order in which the text refers to them. */
export interface EncodedValue {
  readonly head: string;
  readonly blobs: readonly Uint8Array[];
}

/** The order of keys. `sorted`, for hashing: equal values have equal bytes. `inserted`, for storing: the order is kept. */
export type KeyOrder = "sorted" | "inserted";

/** The key that marks a value that JSON does not have. A user's object with this key is written as a list of entries. */
export const TAG = "$type";

/** The types of typed arrays that values may have. */
export const TYPED_ARRAYS = [
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigUint64Array,
  BigInt64Array,
] as const;

/**
 * Encodes a value exactly: JSON's types, `undefined`, NaN, infinities, −0, bigints, dates, maps, sets, typed
 * arrays, split texts with their role, splits, and the fitted objects that the codecs write.
 *
 * @throws `UNSTORABLE_VALUE` for functions, symbols, class instances, cycles and more than 1,000 levels; the error
 *         names the place.
 */
export function encodeValue(value: unknown, order: KeyOrder, codecs: readonly Codec[] = []): EncodedValue {
  const blobs: Uint8Array[] = [];
  const encoder = { order, blobs, codecs, ancestors: new Set<object>() };
  return { head: JSON.stringify(toTree(value, "the value", encoder)), blobs };
}

/** Deeper values overflow the stack, here or where they are read. */
const MOST_LEVELS = 1000;

interface Encoder {
  readonly order: KeyOrder;
  readonly blobs: Uint8Array[];
  readonly codecs: readonly Codec[];
  /** The objects that contain the current one: one of them again is a cycle. */
  readonly ancestors: Set<object>;
}

function toTree(value: unknown, path: string, encoder: Encoder): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { [TAG]: "number", value: Object.is(value, -0) ? "-0" : String(value) };
    case "undefined":
      return { [TAG]: "undefined" };
    case "bigint":
      return { [TAG]: "bigint", value: String(value) };
    case "object":
      return value === null ? null : objectToTree(value, path, encoder);
    default:
      throw UnstorableValue.create({ path, value: `a ${typeof value}` });
  }
}

function objectToTree(value: object, path: string, encoder: Encoder): unknown {
  if (encoder.ancestors.has(value)) throw UnstorableValue.create({ path, value: "a cycle" });
  if (encoder.ancestors.size >= MOST_LEVELS) {
    const value = `nested more than ${MOST_LEVELS} levels deep`;
    throw UnstorableValue.create({ path: `${path.slice(0, 80)}…`, value });
  }
  encoder.ancestors.add(value);
  const tree = contentsToTree(value, path, encoder);
  encoder.ancestors.delete(value);
  return tree;
}

function contentsToTree(value: object, path: string, encoder: Encoder): unknown {
  if (Array.isArray(value)) return arrayToTree(value, path, encoder);
  if (isFitted(value, encoder.codecs)) return partToTree(value, path, encoder);
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || Object.getPrototypeOf(prototype) === null)
    return recordToTree(value, path, encoder);
  if (ArrayBuffer.isView(value)) return viewToTree(value, path, encoder);
  if (value instanceof Date) return { [TAG]: "Date", value: value.getTime() };
  const blobsBefore = encoder.blobs.length;
  if (value instanceof Map) {
    const entries = [...value].map(([k, v], i) => [
      toTree(k, `${path}.keys[${i}]`, encoder),
      toTree(v, `${path}.values[${i}]`, encoder),
    ]);
    return { [TAG]: "Map", entries: inKeyOrder(entries, encoder, blobsBefore) };
  }
  if (value instanceof Set) {
    const items = [...value].map((item, i) => toTree(item, `${path}.values[${i}]`, encoder));
    return { [TAG]: "Set", items: inKeyOrder(items, encoder, blobsBefore) };
  }
  throw UnstorableValue.create({ path, value: `an instance of ${value.constructor?.name || "a class"}` });
}

function arrayToTree(value: readonly unknown[], path: string, encoder: Encoder): unknown {
  const role = roleOf(value as readonly string[]);
  if (role !== undefined) {
    const cleaning = cleaningOf(value as readonly string[]);
    const noted = cleaning && { cleaning: toTree(cleaningRecords(cleaning), `${path}.cleaning`, encoder) };
    return { [TAG]: "Texts", role, items: textsToTree(value as readonly string[], path, encoder), ...noted };
  }
  return Array.from(value, (item, i) => toTree(item, `${path}[${i}]`, encoder));
}

function textsToTree(texts: readonly string[], path: string, encoder: Encoder): unknown {
  // Only for storing: hashes of texts must not change.
  const packed = encoder.order === "inserted" ? packTexts(texts) : undefined;
  if (packed === undefined) return [...texts];
  return { [TAG]: "TextBlob", value: recordToTree(packed, path, encoder) };
}

function partToTree(fitted: { readonly kind: string }, path: string, encoder: Encoder): unknown {
  try {
    return { [TAG]: "Part", value: toTree(encodePart(fitted, encoder.codecs), path, encoder) };
  } catch (cause) {
    if (!ImdbError.isInstance(cause) || UnstorableValue.is(cause)) throw cause;
    throw UnstorableValue.create({ path, value: `a ${fitted.kind}: ${cause.message}` }, { cause });
  }
}

function recordToTree(value: object, path: string, encoder: Encoder): unknown {
  const split = encoder.order === "inserted" ? splitColumns(value) : undefined;
  if (split) return { [TAG]: "Split", value: recordToTree(split, path, encoder) };
  const record = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(record);
  if (encoder.order === "sorted") keys.sort();
  if (TAG in record || Object.hasOwn(record, "__proto__")) {
    return {
      [TAG]: "object",
      entries: keys.map((key) => [key, toTree(record[key], `${path}.${key}`, encoder)]),
    };
  }
  const tree: Record<string, unknown> = {};
  for (const key of keys) tree[key] = toTree(record[key], `${path}.${key}`, encoder);
  return tree;
}

function viewToTree(value: ArrayBufferView, path: string, encoder: Encoder): unknown {
  const kind = TYPED_ARRAYS.find((type) => value instanceof type);
  if (kind === undefined) {
    throw UnstorableValue.create({ path, value: `an instance of ${value.constructor.name}` });
  }
  encoder.blobs.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  // A Node Buffer is written as a Uint8Array.
  return { [TAG]: kind.name, bytes: value.byteLength };
}

/**
 * Sorts the items of a set or a map for hashing: equal ones may have different orders of insertion. Those with typed
 * arrays keep their order, since the bytes have been written in that order.
 */
function inKeyOrder(items: unknown[], encoder: Encoder, blobsBefore: number): unknown[] {
  if (encoder.order === "inserted" || encoder.blobs.length > blobsBefore) return items;
  const texts = items.map((item) => JSON.stringify(item));
  return texts.sort().map((text) => JSON.parse(text) as unknown);
}
