import { describe, expect, test } from "vitest";
import {
  check,
  DATA,
  DATA_V2,
  DICTIONARY,
  data,
  dataV2,
  dictionary,
  ENDLESS,
  type Given,
  INDEX,
  NO_BLOCKS,
  PLAIN,
  page,
  type Repetition,
  RLE,
  run,
  withLength,
} from "../../testing/parquet-pages.js";
import type { ThriftFields } from "../../testing/thrift-bytes.js";
import { assertPages } from "./pages.js";

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
  const described = { 1: 8, 2: PLAIN, 3: RLE, 4: RLE, 5: 0, 6: 0 };
  const kinds = [
    ["data", DATA, 5, 4],
    ["dictionary", DICTIONARY, 7, 2],
    ["data of the second version", DATA_V2, 8, 6],
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
    ["an index", { 1: INDEX, 6: {} }, "a page is of no type that is read"],
    ["of a type that there is not", { 1: 4, 5: described }, "a page is of no type that is read"],
    ["with the header of another type", { 1: DATA, 8: described }, "a page has no header of its type"],
    ["larger than 2 GiB", { 1: DATA, 2: 2 ** 31, 5: described }, "a page claims a size of 2147483648"],
    ["of fewer than no bytes", { 1: DATA, 3: -1, 5: described }, "a page claims a size of -1"],
    ["longer than its column", { 1: DATA, 3: 9, 5: described }, "a page is longer than its column"],
  ])("%s", (_, header, problem) => {
    expect(() => check(page(header, Array(8).fill(0)))).toThrow(problem);
  });

  test("the largest page, and one of all bytes, are not", () => {
    expect(check(page({ 1: DATA, 2: 2 ** 31 - 1, 5: described }, []))).toEqual([2 ** 31 - 1 + 64]);
    check(page({ 1: DATA, 3: 8, 5: described }, Array(8).fill(0)));
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
    return { 1: DATA_V2, 8: { 1: 8, 2: 0, 3: 8, 4: PLAIN, 5: 0, 6: 0, ...fields } };
  }
});
