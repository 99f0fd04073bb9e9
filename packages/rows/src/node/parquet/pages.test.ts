import type { ColumnMetaData, Compressors, SchemaTree } from "hyparquet";
import { describe, expect, test } from "vitest";
import { structBytes, type ThriftFields, varint, zigzag } from "../../testing/thrift-bytes.js";
import { assertPages } from "./pages.js";

// Numbers of Parquet's Thrift definition.
const [DATA, INDEX, DICTIONARY, DATA_V2] = [0, 1, 2, 3];
const [PLAIN, PLAIN_DICTIONARY, RLE, DELTA_NUMBERS, DELTA_LENGTHS, DELTA_TEXTS, RLE_DICTIONARY] = [
  0, 2, 3, 5, 6, 7, 8,
];

/** A run of more values than any page has. */
const ENDLESS = varint(2 ** 32);
const run = (values: number, ...value: number[]) => [...varint(2 * values), ...value];
/** Levels of the first version: their length in four bytes before them. */
const withLength = (bytes: readonly number[]) => [bytes.length, 0, 0, 0, ...bytes];
/** Numbers that all have the same step. */
const steps = (count: number, first: number, step: number) => [
  ...[...varint(128), ...varint(4), ...varint(count), ...zigzag(first)],
  ...(count > 1 ? [...zigzag(step), 0, 0, 0, 0] : []),
];
/** Deltas of blocks without values. */
const NO_BLOCKS = [0, 0, 8, 0, 0];

function page(header: ThriftFields, bytes: readonly number[], size = bytes.length): number[] {
  return [...structBytes({ 2: size, 3: bytes.length, ...header }), ...bytes];
}
const data = (count: number, bytes: readonly number[], encoding = PLAIN!, size?: number) =>
  page({ 1: DATA!, 5: { 1: count, 2: encoding, 3: RLE!, 4: RLE! } }, bytes, size);
const dictionary = (count: number, bytes: readonly number[] = []) =>
  page({ 1: DICTIONARY!, 7: { 1: count, 2: PLAIN! } }, bytes);
/** A page of the second version: repetition and definition levels of some bytes, then values. */
function dataV2(
  count: number,
  levels: readonly [repetition: readonly number[], definition: readonly number[]],
  values: readonly number[],
  { encoding = PLAIN!, packed, size }: { encoding?: number; packed?: boolean; size?: number } = {},
): number[] {
  const [repetition, definition] = levels;
  const described: ThriftFields = { 1: count, 2: 0, 3: count, 4: encoding };
  const lengths = {
    5: definition.length,
    6: repetition.length,
    ...(packed === undefined ? {} : { 7: packed }),
  };
  return page(
    { 1: DATA_V2!, 8: { ...described, ...lengths } },
    [...repetition, ...definition, ...values],
    size,
  );
}

type Repetition = "REQUIRED" | "OPTIONAL" | "REPEATED" | undefined;
interface Given {
  readonly levels?: readonly Repetition[];
  readonly rows?: number;
  readonly column?: Partial<ColumnMetaData>;
  readonly compressors?: Compressors;
}

/** Checks pages; returns what they count for. */
function check(bytes: readonly number[], given: Given = {}): number[] {
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

test("pages count with their unpacked bytes and 8 for each value", () => {
  expect(check([...dictionary(3, [1, 2]), ...data(5, [9], PLAIN, 1), ...data(3, [9, 9, 9])])).toEqual([
    2 + 24,
    1 + 40,
    3 + 24,
  ]);
  expect(check(dataV2(8, [[], []], [9, 9]))).toEqual([2 + 64]);
});

describe("the values of the pages are those of the rows", () => {
  const listed = (count: number) => data(count, [...withLength(run(count, 0)), ...withLength(run(count, 1))]);
  const one = listed(1);
  const garbage = Array<number>(40).fill(0xff);
  test.each<[what: string, bytes: number[], given: Given]>([
    ["a flat column with other bytes behind its pages", [...data(8, []), ...garbage], {}],
    ["one with a byte behind a page", [...data(8, []), 0], {}],
    ["a list with a value more than rows", listed(8), { levels: ["REPEATED"], rows: 7 }],
    ["one in a part that may be missing", listed(8), { levels: ["OPTIONAL", "REPEATED"], rows: 7 }],
    ["a list with a byte behind its page", [...one, 0xff], { levels: ["REPEATED"], rows: 1 }],
    ["a page without values", [...data(0, []), ...data(8, [])], {}],
    ["no rows", [], { rows: 0 }],
  ])("%s", (_, bytes, given) => {
    check(bytes, given);
  });

  test.each<[what: string, bytes: number[], given: Given, problem: string]>([
    ["too few", [...data(4, []), ...data(3, [])], {}, "a column has 7 values for 8 rows"],
    ["too many", [...data(4, []), ...data(5, [])], {}, "a column has 9 values for 8 rows"],
    ["only a dictionary", dictionary(8), {}, "a column has 0 values for 8 rows"],
    ["too few for lists", one, { levels: ["REPEATED"], rows: 2 }, "a column has 1 values for 2 rows"],
    ["garbage behind lists", [...one, ...garbage], { levels: ["REPEATED"], rows: 1 }, "the type 15"],
    ["two bytes behind lists", [...one, 0x15, 0x80], { levels: ["REPEATED"], rows: 1 }, "ends"],
  ])("%s: refused", (_, bytes, given, problem) => {
    expect(() => check(bytes, given)).toThrow(problem);
  });

  test("the root of the schema has no part in it", () => {
    const path = ["REPEATED", "REQUIRED"].map((repetition_type) => ({ element: { repetition_type } }));
    const chunk = { column: { codec: "UNCOMPRESSED" }, compressors: {}, meter: { unpack: () => {} } };
    const bytes = Uint8Array.from([...data(8, [0, 0, 0, 0, ...ENDLESS], PLAIN), ...garbage]);
    assertPages({ bytes, path, rows: 8, ...chunk } as never);
  });
});

describe("headers that cannot be right are refused", () => {
  const described = { 1: 8, 2: PLAIN!, 3: RLE!, 4: RLE!, 5: 0, 6: 0 };
  const kinds = [
    ["data", DATA!, 5, 4],
    ["dictionary", DICTIONARY!, 7, 2],
    ["data of the second version", DATA_V2!, 8, 6],
  ] as const;
  const without = (fields: ThriftFields, id: number): ThriftFields =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => Number(name) !== id));

  test.each(kinds)("of %s: each number that the parser needs", (_, type, field, needed) => {
    const whole = Object.fromEntries(Object.entries(described).slice(0, needed));
    const behind = type === DICTIONARY ? data(8, []) : [];
    check([...page({ 1: type, [field]: whole }, []), ...behind]);
    for (let id = 1; id <= needed; id++) {
      const bad = page({ 1: type, [field]: without(described, id) }, []);
      expect(() => check([...bad, ...behind]), `without ${id}`).toThrow("a page claims a size of -1");
      const negative = page({ 1: type, [field]: { ...described, [id]: -5 } }, []);
      expect(() => check([...negative, ...behind]), `negative ${id}`).toThrow("a page claims a size of -5");
    }
  });

  test.each<[what: string, header: ThriftFields, problem: string]>([
    ["without a type", { 5: described }, "a page claims a size of -1"],
    ["an index", { 1: INDEX!, 6: {} }, "a page is of no type that is read"],
    ["of a type that there is not", { 1: 4, 5: described }, "a page is of no type that is read"],
    ["with the header of another type", { 1: DATA!, 8: described }, "a page has no header of its type"],
    ["larger than 2 GiB", { 1: DATA!, 2: 2 ** 31, 5: described }, "a page claims a size of 2147483648"],
    ["of fewer than no bytes", { 1: DATA!, 3: -1, 5: described }, "a page claims a size of -1"],
    ["longer than its column", { 1: DATA!, 3: 9, 5: described }, "a page is longer than its column"],
  ])("%s", (_, header, problem) => {
    expect(() => check(page(header, Array(8).fill(0)))).toThrow(problem);
  });

  test("the largest page, and one of all bytes, are not", () => {
    expect(check(page({ 1: DATA!, 2: 2 ** 31 - 1, 5: described }, []))).toEqual([2 ** 31 - 1 + 64]);
    check(page({ 1: DATA!, 3: 8, 5: described }, Array(8).fill(0)));
  });
});

describe.each([
  ["numbers as deltas", DELTA_NUMBERS!, steps(8, 0, 1), NO_BLOCKS, "a block has 0 values"],
  ["lengths as deltas", DELTA_LENGTHS!, steps(8, 0, 1), NO_BLOCKS, "a block has 0 values"],
  ["prefixes", DELTA_TEXTS!, [...steps(8, 0, 1), ...steps(8, 1, 0)], NO_BLOCKS, "a block has 0 values"],
  [
    "suffixes",
    DELTA_TEXTS!,
    [...steps(8, 0, 1), ...steps(8, 1, 0)],
    [...steps(8, 0, 1), ...NO_BLOCKS],
    "a block",
  ],
  ["a dictionary", RLE_DICTIONARY!, [3, ...run(8, 1)], [3, ...run(9, 1)], "a run has"],
  ["one by its old name", PLAIN_DICTIONARY!, [3, ...run(8, 1)], [3, ...run(9, 1)], "a run has"],
] as const)("values of %s", (what, encoding, good, bad, problem) => {
  const levels: [string, Repetition[], number[]][] = [
    ["without levels", ["REQUIRED"], []],
    ["with definitions", ["OPTIONAL"], run(8, 1)],
  ];
  test.each(levels)("%s are checked in pages of both versions", (_, path, definition) => {
    const before = definition.length > 0 ? withLength(definition) : [];
    const given = { levels: path };
    check(data(8, [...before, ...good], encoding), given);
    check(dataV2(8, [[], definition], good, { encoding }), given);
    expect(() => check(data(8, [...before, ...bad], encoding), given)).toThrow(problem);
    expect(() => check(dataV2(8, [[], definition], bad, { encoding }), given)).toThrow(problem);
  });

  test("may be fewer than those of the page, or none, where some are null", () => {
    const given: Given = { levels: ["OPTIONAL"] };
    const nulls = run(8, 0);
    check(data(8, withLength(nulls), encoding), given);
    check(dataV2(8, [[], nulls], [], { encoding }), given);
    const some = what.endsWith("fixes") ? [...steps(2, 0, 1), ...steps(2, 1, 0)] : steps(2, 0, 1);
    const fewer = encoding === RLE_DICTIONARY || encoding === PLAIN_DICTIONARY ? [3, ...run(2, 1)] : some;
    check(data(8, [...withLength([...run(2, 1), ...run(6, 0)]), ...fewer], encoding), given);
  });

  test("are not read in a page of no values", () => {
    check([...data(0, [...bad], encoding), ...data(8, [])]);
  });
});

test("texts that repeat the beginning of the one before count with it", () => {
  const texts = (first: number, step: number) => [...steps(8, first, step), ...steps(8, 1, 0)];
  const bytes = texts(10, 1);
  const prefixes = 10 + 11 + 12 + 13 + 14 + 15 + 16 + 17;
  expect(check(data(8, bytes, DELTA_TEXTS))).toEqual([bytes.length + 64, prefixes]);
  expect(check(dataV2(8, [[], []], bytes, { encoding: DELTA_TEXTS! }))).toEqual([
    bytes.length + 64,
    prefixes,
  ]);
  expect(check(data(8, texts(-10, 1), DELTA_TEXTS))[1]).toBe(0);
});

test("a number of values that is more than the page's is not believed", () => {
  const values = [...varint(128), ...varint(4), ...varint(2 ** 40), ...zigzag(0), ...zigzag(1), 0, 0, 0, 0];
  check(data(8, values, DELTA_NUMBERS));
});

describe("flags as runs", () => {
  const given: Given = { column: { type: "BOOLEAN" } };
  test("have a length before them, and one bit", () => {
    for (const encoding of [RLE!, RLE_DICTIONARY!, PLAIN_DICTIONARY!]) {
      check(data(8, [...ENDLESS.slice(0, 4), ...run(8, 1)], encoding), given);
      expect(() => check(data(8, withLength(ENDLESS), encoding), given)).toThrow("a run has");
    }
    check(dataV2(8, [[], []], [...ENDLESS.slice(0, 4), ...run(8, 1)], { encoding: RLE! }), given);
    expect(() => check(dataV2(8, [[], []], withLength(ENDLESS), { encoding: RLE! }), given)).toThrow(
      "a run has",
    );
    const afterByte = [...withLength([...run(4, 0xff), ...ENDLESS])];
    expect(() => check(data(8, afterByte, RLE), given)).toThrow("a run has 2147483648 values");
    expect(() => check(dataV2(8, [[], []], afterByte, { encoding: RLE! }), given)).toThrow("a run has");
  });

  test("that are plain or deltas are no runs, and runs of other types are a dictionary's", () => {
    check(data(8, withLength(ENDLESS), PLAIN), given);
    expect(() => check(data(8, NO_BLOCKS, DELTA_NUMBERS), given)).toThrow("a block has");
    check(data(8, [3, ...run(8, 1)], RLE));
    expect(() => check(data(8, [3, ...run(9, 1)], RLE))).toThrow("a run has");
  });
});

describe("levels", () => {
  // Five optional levels need three bits, a repeated one has one more of each kind.
  const deep: Repetition[] = ["OPTIONAL", "REPEATED", "OPTIONAL", "OPTIONAL", "OPTIONAL", "REQUIRED"];
  const wide: Repetition[] = Array(300).fill("OPTIONAL");
  const good = [...withLength(run(8, 0)), ...withLength(run(8, 5))];

  test.each<[what: string, bytes: number[], levels: Repetition[]]>([
    ["of both kinds", data(8, [...good, ...NO_BLOCKS]), deep],
    ["of both kinds in the second version", dataV2(8, [run(8, 0), run(8, 5)], NO_BLOCKS), deep],
    ["of neither kind", data(8, ENDLESS), ["REQUIRED", "REQUIRED"]],
    ["of neither kind in the second version", dataV2(8, [[], []], ENDLESS), ["REQUIRED"]],
    ["that the second version has for nothing", dataV2(8, [ENDLESS, ENDLESS], [1]), ["REQUIRED"]],
    ["of nine bits", data(8, withLength([...run(4, 44, 1), ...run(4, 44, 1)])), wide],
    ["of nine bits in the second version", dataV2(8, [[], [...run(4, 44, 1), ...run(4, 44, 1)]], []), wide],
    ["that have no repetition type", data(8, withLength(run(8, 1))), [undefined]],
    ["that fill their page", dataV2(8, [[], run(8, 1)], []), ["OPTIONAL"]],
  ])("%s are right", (_, bytes, levels) => {
    check(bytes, { levels });
  });

  const ninth = [...run(4, 0xff, 1), ...ENDLESS];
  test.each<[what: string, bytes: number[], levels: Repetition[], problem: string]>([
    ["repetitions", data(8, withLength(ENDLESS)), ["REPEATED"], "a run has"],
    ["definitions", data(8, [...withLength(run(8, 0)), ...withLength(ENDLESS)]), deep, "a run has"],
    ["definitions of nine bits", data(8, withLength(ninth)), wide, "a run has 2147483648"],
    ["without a repetition type", data(8, withLength(ENDLESS)), [undefined], "a run has"],
    ["repetitions of the second version", dataV2(8, [ENDLESS, run(8, 5)], []), deep, "a run has"],
    ["definitions of the second version", dataV2(8, [run(8, 0), ENDLESS], []), deep, "a run has"],
    ["longer than their page", page(v2With({ 5: 3 }), run(8, 1), 9), ["OPTIONAL"], "longer than its page"],
    ["longer than what it unpacks to", page(v2With({ 5: 2 }), run(8, 1), 1), ["OPTIONAL"], "longer than"],
  ])("%s: refused", (_, bytes, levels, problem) => {
    expect(() => check(bytes, { levels })).toThrow(problem);
  });

  function v2With(fields: ThriftFields): ThriftFields {
    return { 1: DATA_V2!, 8: { 1: 8, 2: 0, 3: 8, 4: PLAIN!, 5: 0, 6: 0, ...fields } };
  }
});

describe("compressed pages", () => {
  /** Unpacks to the good or bad values that the first byte stands for. */
  function codec(good: readonly number[], bad: readonly number[]) {
    const calls: [bytes: number[], size: number][] = [];
    const compressors: Compressors = {
      SNAPPY: (bytes, size) => {
        calls.push([[...bytes], size]);
        return Uint8Array.from(bytes[0] === 1 ? good : bad);
      },
    };
    return { calls, compressors };
  }
  const values = [3, ...run(8, 1)];
  const hostile = [3, ...ENDLESS];

  test("are unpacked before they are checked", () => {
    const levels = withLength(run(8, 1));
    const { calls, compressors } = codec([...levels, ...values], [...levels, ...hostile]);
    const given: Given = { levels: ["OPTIONAL"], column: { codec: "SNAPPY" }, compressors };
    expect(check(data(8, [1, 9], RLE_DICTIONARY, 70), given)).toEqual([70 + 64]);
    expect(calls).toEqual([[[1, 9], 70]]);
    expect(() => check(data(8, [2], RLE_DICTIONARY, 70), given)).toThrow("a run has");
  });

  test("of the second version are so without their levels, unless they are not packed", () => {
    const { calls, compressors } = codec(values, hostile);
    const given: Given = { levels: ["REPEATED"], column: { codec: "SNAPPY" }, compressors };
    const levels = [run(8, 0), [...run(4, 1), ...run(4, 0)]] as const;
    const options = { encoding: RLE_DICTIONARY!, size: 70 };
    check(dataV2(8, levels, [1], options), given);
    check(dataV2(8, levels, [1], { ...options, packed: true }), given);
    expect(calls).toEqual(Array(2).fill([[1], 70 - 2 - 4]));
    expect(() => check(dataV2(8, levels, [2], options), given)).toThrow("a run has");
    check(dataV2(8, levels, values, { ...options, packed: false }), given);
    expect(() => check(dataV2(8, levels, hostile, { ...options, packed: false }), given)).toThrow(
      "a run has",
    );
    expect(calls.length).toBe(3);
  });
});
