import type { SchemaElement } from "hyparquet";
import { parquetSchema } from "hyparquet";
import { describe, expect, test } from "vitest";
import { ExactDecimal } from "../../values/exact-decimal.js";
import { takeDecimals } from "./decimals.js";

/** Elements of a schema in Parquet's order: a group, then its children. */
function conversionOf(...elements: Partial<SchemaElement>[]) {
  const schema = [{ name: "root", num_children: 1 }, ...structuredClone(elements)] as SchemaElement[];
  const convert = takeDecimals(parquetSchema({ schema }));
  return { schema, convert: (value: unknown) => Object.values(convert({ price: value }))[0] };
}
const money = { type: "FIXED_LEN_BYTE_ARRAY", converted_type: "DECIMAL", scale: 2 } as const;
const price = { name: "price", ...money } as const;
const decimal = (digits: string) => new ExactDecimal(digits);

// Two's complement, the highest byte first.
test.each<[stored: unknown, scale: number, value: unknown]>([
  [Uint8Array.of(0x00), 2, decimal("0.00")],
  [Uint8Array.of(0x7f), 2, decimal("1.27")],
  [Uint8Array.of(0x80), 2, decimal("-1.28")],
  [Uint8Array.of(0xff), 2, decimal("-0.01")],
  [Uint8Array.of(0xff, 0x7f), 2, decimal("-1.29")],
  [Uint8Array.of(0x00, 0x80), 2, decimal("1.28")],
  [Uint8Array.of(0x01, 0x00, 0x00), 0, 65_536n],
  [Uint8Array.of(0xff, 0xff), 0, -1n],
  [Uint8Array.of(), 2, decimal("0.00")],
  [1990, 2, decimal("19.90")],
  [-5, 2, decimal("-0.05")],
  [-5, 1, decimal("-0.5")],
  [12345, 5, decimal("0.12345")],
  [12345, 6, decimal("0.012345")],
  [9_223_372_036_854_775_807n, 18, decimal("9.223372036854775807")],
  [-9_223_372_036_854_775_808n, 0, -9_223_372_036_854_775_808n],
  [7, 1000, decimal(`0.${"0".repeat(999)}7`)],
  [null, 2, null],
  [undefined, 2, undefined],
])("%s with %s places is %s", (stored, scale, value) => {
  expect(conversionOf({ ...price, scale }).convert(stored)).toEqual(value);
});

describe("a column of decimals is one by either type, and the parser does not see it", () => {
  test.each<[Partial<SchemaElement>, unknown]>([
    [price, decimal("1.27")],
    [{ ...price, scale: undefined as never }, 127n],
    [{ ...price, logical_type: { type: "DECIMAL", scale: 9, precision: 9 } }, decimal("1.27")],
    [
      {
        ...price,
        converted_type: undefined as never,
        logical_type: { type: "DECIMAL", scale: 2, precision: 9 },
      },
      decimal("1.27"),
    ],
    [
      {
        name: "price",
        type: "FIXED_LEN_BYTE_ARRAY",
        logical_type: { type: "DECIMAL", scale: 1, precision: 9 },
      },
      decimal("12.7"),
    ],
    [{ name: "price", type: "FIXED_LEN_BYTE_ARRAY", scale: 2 }, Uint8Array.of(127)],
    [{ name: "price", type: "FIXED_LEN_BYTE_ARRAY", converted_type: "INTERVAL" }, Uint8Array.of(127)],
    [{ name: "price", type: "FIXED_LEN_BYTE_ARRAY", logical_type: { type: "UUID" } }, Uint8Array.of(127)],
  ])("%j", (element, value) => {
    const { schema, convert } = conversionOf(element);
    expect(convert(Uint8Array.of(127))).toEqual(value);
    if (value instanceof Uint8Array) expect(schema[1]).toEqual(element);
    else expect([schema[1]!.converted_type, schema[1]!.logical_type]).toEqual([undefined, undefined]);
  });

  test("other columns, and rows without the column, stay as they are", () => {
    const schema = [{ name: "root", num_children: 2 }, { ...price }, { name: "text", type: "BYTE_ARRAY" }];
    const convert = takeDecimals(parquetSchema({ schema: schema as SchemaElement[] }));
    expect(convert({ text: "a", price: Uint8Array.of(1) })).toEqual({ text: "a", price: decimal("0.01") });
    expect(convert({ text: "a" })).toStrictEqual({ text: "a" });
  });
});

describe("decimals inside of other values", () => {
  const repeated = { repetition_type: "REPEATED" } as const;
  const group = (name: string, num_children: number, more: Partial<SchemaElement> = {}) => ({
    name,
    num_children,
    ...more,
  });
  const list = group("price", 1, { converted_type: "LIST" });
  const map = group("price", 1, { converted_type: "MAP" });
  const key = { name: "key", type: "BYTE_ARRAY" } as const;
  const text = { name: "text", type: "BYTE_ARRAY" } as const;
  const element = { ...money, name: "element" };
  const cent = Uint8Array.of(1);
  const converted = decimal("0.01");

  test.each<[what: string, elements: Partial<SchemaElement>[], stored: unknown, value: unknown]>([
    [
      "a list",
      [list, group("list", 1, repeated), element],
      [cent, null, [cent]],
      [converted, null, [converted]],
    ],
    ["a list of two levels", [list, { ...element, ...repeated }], [cent], [converted]],
    [
      "a list of structs",
      [list, group("list", 1, repeated), group("element", 2), price, text],
      [{ price: cent, text: "a" }],
      [{ price: converted, text: "a" }],
    ],
    [
      "a list whose structs have no group of their own",
      [list, group("list", 2, repeated), price, text],
      { list: [{ price: cent, text: "a" }] },
      { list: [{ price: converted, text: "a" }] },
    ],
    [
      "what is a list by name only",
      [list, group("list", 1), price],
      { list: { price: cent } },
      { list: { price: converted } },
    ],
    [
      "a group of a list",
      [group("price", 1), group("list", 1, repeated), element],
      { list: [{ element: cent }] },
      { list: [{ element: converted }] },
    ],
    ["a repeated column", [{ ...price, ...repeated }], [cent, cent], [converted, converted]],
    [
      "a map",
      [map, group("map", 2, repeated), key, { ...money, name: "value" }],
      { value: cent, a: null },
      { value: converted, a: null },
    ],
    [
      "what is a map by name only",
      [map, group("map", 2), key, { ...money, name: "value" }],
      { map: { key: "a", value: cent } },
      { map: { key: "a", value: converted } },
    ],
    [
      "a map of one column",
      [map, group("map", 1, repeated), { ...money, name: "value" }],
      { map: [{ value: cent }] },
      { map: [{ value: converted }] },
    ],
    [
      "a list of two groups",
      [group("price", 2, { converted_type: "LIST" }), { ...element, ...repeated }, text],
      { element: [cent], text: "a" },
      { element: [converted], text: "a" },
    ],
  ])("%s", (_, elements, stored, value) => {
    expect(conversionOf(...elements).convert(stored)).toEqual(value);
    for (const missing of [null, undefined]) expect(conversionOf(...elements).convert(missing)).toBe(missing);
  });

  test.each<[what: string, elements: Partial<SchemaElement>[], stored: object]>([
    ["a struct", [group("price", 1), text], { text: cent }],
    ["a map", [map, group("map", 2, repeated), key, { ...text, name: "value" }], { a: cent }],
  ])("%s without decimals stays as it is", (_, elements, stored) => {
    expect(conversionOf(...elements).convert(stored)).toBe(stored);
  });
});

describe("decimals that cannot be read exactly are refused", () => {
  test.each<[Partial<SchemaElement>, string]>([
    [{ ...price, type: "BYTE_ARRAY" }, "its column price has decimals of any length"],
    [{ ...price, scale: -1 }, "its column price has decimals with -1 places"],
    [{ ...price, scale: 1.5 }, "its column price has decimals with 1.5 places"],
    [{ ...price, scale: 1001 }, "its column price has decimals with 1001 places"],
  ])("%j", (element, problem) => {
    expect(() => conversionOf(element)).toThrow(problem);
  });

  test("as keys of a map", () => {
    const map = { name: "price", num_children: 1, converted_type: "MAP" } as const;
    const entries = { name: "map", num_children: 2, repetition_type: "REPEATED" } as const;
    const value = { name: "value", type: "BYTE_ARRAY" } as const;
    expect(() => conversionOf(map, entries, { ...money, name: "key" }, value)).toThrow(
      "it has a map whose keys are decimals",
    );
  });
});
