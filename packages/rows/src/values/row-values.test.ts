import { expect, test } from "vitest";
import { ExactDecimal } from "./exact-decimal.js";
import { plainValue, rowJson, valueText } from "./row-values.js";

test.each<[unknown, string | undefined, unknown]>([
  ["5", "5", "5"],
  [5, "5", 5],
  [5n, "5", 5],
  [1344800117571260417n, "1344800117571260417", "1344800117571260417"],
  [2101124916546014200, "2101124916546014200", 2101124916546014200],
  [-1.5e300, `-15${"0".repeat(299)}`, -1.5e300],
  [1e23, "100000000000000000000000", 1e23],
  [1e21, "1000000000000000000000", 1e21],
  [0.1, "0.1", 0.1],
  [new ExactDecimal("19.90"), "19.90", 19.9],
  [new ExactDecimal("0.1234567890123456789"), "0.1234567890123456789", "0.1234567890123456789"],
  [true, "true", true],
  [new Date(0), "1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z"],
  [Number.NaN, undefined, null],
  [new Date(Number.NaN), undefined, null],
  [null, undefined, null],
  [undefined, undefined, undefined],
  ["", undefined, ""],
  [[1], undefined, [1]],
])("%s is %s as text and %s in JSON", (value, text, plain) => {
  expect(valueText(value)).toBe(text);
  expect(plainValue(value)).toEqual(plain);
});

test("rows are written as JSON with all digits, nested values too", () => {
  const row = {
    id: 2n ** 63n,
    list: [1n, { price: new ExactDecimal("1.10") }],
    at: new Date(0),
    no: Number.NaN,
  };
  expect(rowJson(row)).toBe(
    '{"id":"9223372036854775808","list":[1,{"price":1.1}],"at":"1970-01-01T00:00:00.000Z","no":null}',
  );
});
