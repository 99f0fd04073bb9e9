import { describe, expect, test } from "vitest";
import { structBytes, type ThriftFields, varint, zigzag } from "../../testing/thrift-bytes.js";
import { type Struct, ThriftReader } from "./thrift.js";

/** A struct as plain objects. */
function plain({ numbers, flags, structs, lists }: Struct): unknown {
  return {
    numbers: Object.fromEntries(numbers),
    flags: Object.fromEntries(flags),
    structs: Object.fromEntries([...structs].map(([id, one]) => [id, plain(one)])),
    lists: Object.fromEntries([...lists].map(([id, list]) => [id, list.map(plain)])),
  };
}
const EMPTY = { numbers: {}, flags: {}, structs: {}, lists: {} };
const read = (...bytes: number[]) => plain(new ThriftReader(Uint8Array.from(bytes)).struct());

// Thrift's compact protocol: a field is the step of its id and its type in one byte, then its value; 0 ends a struct.
test.each<[what: string, bytes: number[], expected: object]>([
  ["nothing", [0], {}],
  ["an i16, an i32 and an i64", [0x14, 1, 0x15, 2, 0x16, 3, 0], { numbers: { 1: -1, 2: 1, 3: -2 } }],
  ["an i64 of ten bytes", [0x16, ...Array(9).fill(0x80), 1, 0], { numbers: { 1: 2 ** 62 } }],
  ["flags", [0x11, 0x12, 0], { flags: { 1: true, 2: false } }],
  ["an id that is far away", [0x35, 2, 0x05, 0x50, 4, 0x15, 6, 0], { numbers: { 3: 1, 40: 2, 41: 3 } }],
  ["a byte", [0x13, 0x80, 0x15, 2, 0], { numbers: { 2: 1 } }],
  ["a double", [0x17, 0x80, 0, 0, 0, 0, 0, 0, 0x80, 0x15, 2, 0], { numbers: { 2: 1 } }],
  ["a binary", [0x18, 3, 0x80, 0x80, 0x80, 0x15, 2, 0], { numbers: { 2: 1 } }],
  ["a binary of 130 bytes", [0x18, 0x82, 1, ...Array(130).fill(0), 0x15, 2, 0], { numbers: { 2: 1 } }],
  ["a struct", [0x1c, 0x15, 2, 0, 0x15, 4, 0], { structs: { 1: { numbers: { 1: 1 } } }, numbers: { 2: 2 } }],
  [
    "a list of structs",
    [0x19, 0x2c, 0x15, 2, 0, 0x15, 4, 0, 0],
    { lists: { 1: [{ numbers: { 1: 1 } }, { numbers: { 1: 2 } }] } },
  ],
  [
    "a list of 15 structs",
    [0x19, 0xfc, 15, ...Array(15).fill(0), 0x15, 2, 0],
    { lists: { 1: Array(15).fill({}) }, numbers: { 2: 1 } },
  ],
  ["a list of flags", [0x19, 0x21, 1, 2, 0x15, 2, 0], { lists: { 1: [] }, numbers: { 2: 1 } }],
  ["a list of false flags", [0x19, 0x22, 1, 2, 0x15, 2, 0], { lists: { 1: [] }, numbers: { 2: 1 } }],
  ["a list of bytes", [0x19, 0x23, 0x80, 0x80, 0x15, 2, 0], { lists: { 1: [] }, numbers: { 2: 1 } }],
  ["a list of i32", [0x19, 0x25, 0x80, 1, 2, 0x15, 2, 0], { lists: { 1: [] }, numbers: { 2: 1 } }],
  [
    "a list of doubles",
    [0x19, 0x17, ...Array(8).fill(0x80), 0x15, 2, 0],
    { lists: { 1: [] }, numbers: { 2: 1 } },
  ],
  ["a list of binaries", [0x19, 0x28, 1, 0xff, 0, 0x15, 2, 0], { lists: { 1: [] }, numbers: { 2: 1 } }],
  ["a list of lists", [0x19, 0x29, 0x1c, 0, 0x08, 0x15, 2, 0], { lists: { 1: [] }, numbers: { 2: 1 } }],
])("a struct with %s", (_, bytes, expected) => {
  expect(read(...bytes)).toEqual(filled(expected));
});

/** The struct with the kinds of fields that it does not have. */
function filled(part: object): object {
  const {
    numbers = {},
    flags = {},
    structs = {},
    lists = {},
  } = part as Record<string, Record<string, never>>;
  return {
    ...EMPTY,
    numbers,
    flags,
    structs: Object.fromEntries(Object.entries(structs).map(([id, one]) => [id, filled(one)])),
    lists: Object.fromEntries(
      Object.entries(lists).map(([id, list]) => [id, (list as object[]).map(filled)]),
    ),
  };
}

test("a struct that begins at an offset is read from there, up to its end", () => {
  const reader = new ThriftReader(Uint8Array.of(9, 9, 0x15, 2, 0, 7), 2);
  expect(plain(reader.struct())).toEqual({ ...EMPTY, numbers: { 1: 1 } });
  expect([reader.offset, reader.byte()]).toEqual([5, 7]);
});

test.each([0, 1, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 48 + 1, 2 ** 52 - 1])(
  "the number %s is read, with and without a sign",
  (number) => {
    expect(new ThriftReader(Uint8Array.from(varint(number))).varint()).toBe(number);
    for (const signed of [number, -number - 1])
      expect(new ThriftReader(Uint8Array.from(zigzag(signed))).signed() + 0).toBe(signed);
  },
);

/** Levels of structs in one another, or of lists in the first one. */
const structs = (levels: number): ThriftFields => (levels === 1 ? {} : { 1: structs(levels - 1) });
const lists = (levels: number): ThriftFields[] => (levels === 1 ? [] : ([lists(levels - 1)] as never));
const listed = (levels: number): ThriftFields => (levels === 1 ? {} : { 1: [listed(levels - 1)] });

describe("what is no struct of a Parquet file is refused", () => {
  test.each<[what: string, bytes: number[], problem: string]>([
    ["nothing", [], "it ends within a struct"],
    ["a struct without its end", [0x15, 2], "it ends within a struct"],
    ["a number that is cut", [0x15, 0x80], "it ends within a struct"],
    ["a byte that is not there", [0x13], "it ends within a struct"],
    ["a double that is cut", [0x17, 0, 0, 0, 0], "it ends within a struct"],
    ["a binary that is cut", [0x18, 5, 0, 0, 0], "it ends within a struct"],
    ["a binary of 2^63 bytes", [0x18, ...Array(9).fill(0xff), 0, 0], "it ends within a struct"],
    ["a list that is cut", [0x19, 0x21, 1, 1], "it ends within a struct"],
    ["a list of more members than bytes", [0x19, 0x31, 1, 1], "a list has more members than there are bytes"],
    ["a number of eleven bytes", [0x15, ...Array(10).fill(0xff), 1, 0], "a number has more than 64 bits"],
    ["a set", [0x1a, 0, 0], "a field has the type 10, which Parquet does not use"],
    ["a map", [0x1b, 0, 0], "a field has the type 11, which Parquet does not use"],
    ["a uuid", [0x1d, ...Array(16).fill(0), 0], "a field has the type 13, which Parquet does not use"],
    ["a list of sets", [0x19, 0x1a, 0, 0], "a field has the type 10, which Parquet does not use"],
    ["structs in 33 levels", structBytes(structs(33)), "its structs are nested too deeply"],
    ["lists in 32 levels in a struct", structBytes({ 1: lists(32) }), "its structs are nested too deeply"],
    ["structs in lists in 34 levels", structBytes(listed(18)), "its structs are nested too deeply"],
  ])("%s", (_, bytes, problem) => {
    expect(() => read(...bytes)).toThrow(problem);
  });

  test("32 levels are read", () => {
    for (const fields of [structs(32), { 1: lists(31) }, listed(16)]) {
      const bytes = Uint8Array.from(structBytes(fields));
      const reader = new ThriftReader(bytes);
      reader.struct();
      expect(reader.offset).toBe(bytes.length);
    }
  });
});
