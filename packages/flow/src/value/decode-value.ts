import { type Cleaning, type Codec, decodePart, isCleaning, withRole } from "@imdb/core";
import * as z from "zod";
import { TAG, TYPED_ARRAYS } from "./encode-value.js";
import { roleSchema, splitFromColumns } from "./split-columns.js";
import { unpackTexts } from "./text-blob.js";

const CONSTRUCTORS = new Map<string, (typeof TYPED_ARRAYS)[number]>(
  TYPED_ARRAYS.map((type) => [type.name, type]),
);

const itemsSchema = z.array(z.unknown());
const entriesSchema = z.array(z.tuple([z.unknown(), z.unknown()]));

const textsSchema = z.array(z.string());
const textBlobSchema = z.strictObject({ sizes: z.instanceof(Uint32Array), bytes: z.instanceof(Uint8Array) });

/**
 * Decodes what `encodeValue` wrote. Calls only the given codecs, sets no prototype, and throws an `Error` that says what
 * is wrong with any other data.
 *
 * @param codecs  The allow-list of kinds of fitted objects.
 */
export function decodeValue(head: string, blobs: Uint8Array, codecs: readonly Codec[] = []): unknown {
  const reader = { blobs, codecs, offset: 0 };
  const value = fromTree(JSON.parse(head), reader);
  if (reader.offset !== blobs.length) throw new Error(`${blobs.length - reader.offset} bytes are left over`);
  return value;
}

interface Reader {
  readonly blobs: Uint8Array;
  readonly codecs: readonly Codec[];
  offset: number;
}

function fromTree(tree: unknown, reader: Reader): unknown {
  if (typeof tree !== "object" || tree === null) return tree;
  if (Array.isArray(tree)) return tree.map((item) => fromTree(item, reader));
  const record = tree as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(record, TAG)) return fromTagged(record, reader);
  const entries = Object.entries(record).map(([key, value]) => [key, fromTree(value, reader)] as const);
  return Object.fromEntries(entries);
}

function fromTagged(record: Readonly<Record<string, unknown>>, reader: Reader): unknown {
  const type = String(record[TAG]);
  switch (type) {
    case "undefined":
      return undefined;
    case "number":
      return Number(record["value"]);
    case "bigint":
      return BigInt(z.string().max(10_000).parse(record["value"]));
    case "Date":
      // An invalid date is written as null.
      return new Date(z.number().nullable().parse(record["value"]) ?? Number.NaN);
    case "Set":
      return new Set(itemsSchema.parse(record["items"]).map((item) => fromTree(item, reader)));
    case "Map":
      return new Map(pairs(record, reader));
    case "object":
      return Object.fromEntries(pairs(record, reader) as [string, unknown][]);
    case "Texts": {
      const items = textsSchema.parse(fromTree(record["items"], reader));
      const cleaning = z.optional(z.custom<Cleaning>(isCleaning)).parse(fromTree(record["cleaning"], reader));
      return withRole(roleSchema.parse(record["role"]), items, cleaning);
    }
    case "TextBlob":
      return unpackTexts(textBlobSchema.parse(fromTree(record["value"], reader)));
    case "Split":
      return splitFromColumns(fromTree(record["value"], reader));
    case "Part":
      return decodePart(z.looseObject({}).parse(fromTree(record["value"], reader)) as never, reader.codecs);
    default:
      return fromBlob(type, z.number().int().nonnegative().parse(record["bytes"]), reader);
  }
}

function pairs(record: Readonly<Record<string, unknown>>, reader: Reader): [unknown, unknown][] {
  const entries = entriesSchema.parse(record["entries"]);
  return entries.map(([key, value]) => [fromTree(key, reader), fromTree(value, reader)]);
}

function fromBlob(type: string, bytes: number, reader: Reader): unknown {
  const Constructor = CONSTRUCTORS.get(type);
  if (Constructor === undefined)
    throw new Error(`it has a value of the unknown type ${JSON.stringify(type)}`);
  if (bytes > reader.blobs.length - reader.offset) throw new Error(`its ${type} is incomplete`);
  if (bytes % Constructor.BYTES_PER_ELEMENT !== 0) throw new Error(`its ${type} has ${bytes} bytes`);
  // A copy: it is aligned, and does not keep the whole file in memory.
  const copy = Uint8Array.prototype.slice.call(reader.blobs, reader.offset, reader.offset + bytes);
  reader.offset += bytes;
  return new Constructor(copy.buffer);
}
