import type { ColumnMetaData, Compressors, SchemaTree } from "hyparquet";
import { assertPages } from "../node/parquet/pages.js";
import { structBytes, type ThriftFields, varint, zigzag } from "./thrift-bytes.js";

/** Types of pages, and encodings, in Parquet's Thrift definition. */
export const DATA = 0;
export const INDEX = 1;
export const DICTIONARY = 2;
export const DATA_V2 = 3;
export const PLAIN = 0;
export const PLAIN_DICTIONARY = 2;
export const RLE = 3;
export const DELTA_NUMBERS = 5;
export const DELTA_LENGTHS = 6;
export const DELTA_TEXTS = 7;
export const RLE_DICTIONARY = 8;

/** A run of more values than any page has. */
export const ENDLESS = varint(2 ** 32);
/** A run of equal values. */
export const run = (values: number, ...value: number[]) => [...varint(2 * values), ...value];
/** Levels of the first version: their length in four bytes before them. */
export const withLength = (bytes: readonly number[]) => [bytes.length, 0, 0, 0, ...bytes];
/** Numbers that all have the same step. */
export const steps = (count: number, first: number, step: number) => [
  ...[...varint(128), ...varint(4), ...varint(count), ...zigzag(first)],
  ...(count > 1 ? [...zigzag(step), 0, 0, 0, 0] : []),
];
/** Deltas of blocks without values. */
export const NO_BLOCKS = [0, 0, 8, 0, 0];

/** A page with any header. */
export function page(header: ThriftFields, bytes: readonly number[], size = bytes.length): number[] {
  return [...structBytes({ 2: size, 3: bytes.length, ...header }), ...bytes];
}
/** A page of values of the first version. */
export const data = (count: number, bytes: readonly number[], encoding = PLAIN, size?: number) =>
  page({ 1: DATA, 5: { 1: count, 2: encoding, 3: RLE, 4: RLE } }, bytes, size);
/** A page of a dictionary. */
export const dictionary = (count: number, bytes: readonly number[] = []) =>
  page({ 1: DICTIONARY, 7: { 1: count, 2: PLAIN } }, bytes);
/** A page of the second version: repetition and definition levels of some bytes, then values. */
export function dataV2(
  count: number,
  levels: readonly [repetition: readonly number[], definition: readonly number[]],
  values: readonly number[],
  { encoding = PLAIN, packed, size }: { encoding?: number; packed?: boolean; size?: number } = {},
): number[] {
  const [repetition, definition] = levels;
  const described: ThriftFields = { 1: count, 2: 0, 3: count, 4: encoding };
  const lengths = {
    5: definition.length,
    6: repetition.length,
    ...(packed === undefined ? {} : { 7: packed }),
  };
  return page(
    { 1: DATA_V2, 8: { ...described, ...lengths } },
    [...repetition, ...definition, ...values],
    size,
  );
}

/** How often an element of the schema is there. */
export type Repetition = "REQUIRED" | "OPTIONAL" | "REPEATED" | undefined;
/** What pages are checked with, besides themselves; levels are those of the elements that lead to the column. */
export interface Given {
  readonly levels?: readonly Repetition[];
  readonly rows?: number;
  readonly column?: Partial<ColumnMetaData>;
  readonly compressors?: Compressors;
}

/** Checks pages; returns what they count for. */
export function check(bytes: readonly number[], given: Given = {}): number[] {
  const { levels = ["REQUIRED"], rows = 8, column, compressors = {} } = given;
  const unpacked: number[] = [];
  const path = [undefined, ...levels].map((repetition_type, i) => ({
    element: { name: `level ${i}`, repetition_type },
    children: [],
    path: [],
    count: 1,
  })) as unknown as SchemaTree[];
  assertPages({
    bytes: Uint8Array.from(bytes),
    column: { codec: "UNCOMPRESSED", type: "BYTE_ARRAY", ...column } as ColumnMetaData,
    path,
    rows,
    compressors,
    meter: { unpack: (count) => void unpacked.push(count) },
  });
  return unpacked;
}
