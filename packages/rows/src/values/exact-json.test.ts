import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExactDecimal } from "./exact-decimal.js";
import { parseExactJson } from "./exact-json.js";

describe("all digits of numbers are kept", () => {
  test.each<[string, unknown]>([
    ["1344800117571260417", 1344800117571260417n],
    ["-9223372036854775808", -9223372036854775808n],
    ["18446744073709551615", 18446744073709551615n],
    ["9007199254740993", 9007199254740993n],
    ["9007199254740992", 9007199254740992],
    ["1000000000000000000000", 1e21],
    ["0.1234567890123456789", new ExactDecimal("0.1234567890123456789")],
    ["12345678901234567.5", new ExactDecimal("12345678901234567.5")],
    ["1e400", new ExactDecimal("1e400")],
    ["-1e-400", new ExactDecimal("-1e-400")],
    ["0.1000000000000000000", 0.1],
    ["1.50e2", 150],
    ["5e-324", 5e-324],
    ["1e-310", 1e-310],
    ["-1e-310", -1e-310],
    ["0.00000000000000000000", 0],
    ["9".repeat(60), new ExactDecimal("9".repeat(60))],
    ["9".repeat(40), BigInt("9".repeat(40))],
    ["9".repeat(41), new ExactDecimal("9".repeat(41))],
    ["0e1000", 0],
    ["0.00000012000000000000", 1.2e-7],
    ["-0.00000012000000000000", -1.2e-7],
    ["1234567890123456789.5E-3", new ExactDecimal("1234567890123456789.5E-3")],
    ["1.5E+100", 1.5e100],
  ])("%s", (text, value) => {
    expect(parseExactJson(text)).toEqual(value);
    expect(parseExactJson(`{"a": [${text}, "${text}", 1], "__proto__": ${text}}`)).toEqual(
      Object.defineProperty({ a: [value, text, 1] }, "__proto__", {
        value,
        enumerable: true,
        writable: true,
        configurable: true,
      }),
    );
  });
});

test.each([
  "01234567890123456789",
  "-",
  "12345678901234567890.",
  "12345678901234567890 1",
  "a12345678901234567890",
  "[12345678901234567890",
  "+12345678901234567890",
  "- 12345678901234567890",
  ".12345678901234567890",
  '"12345678901234567890',
  '"12345678901234567890\\',
])("what is not JSON is refused: %s", (text) => {
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  expect(() => parseExactJson(text)).toThrow(SyntaxError);
});

test("other values are those of JSON.parse, whatever stands in strings", () => {
  const withDigits = fc
    .jsonValue()
    .map((value) => JSON.stringify([value, '"\\\\\\" 12345678901234567', "1e999"]));
  fc.assert(
    fc.property(withDigits, (text) => {
      expect(parseExactJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test("tiny numbers and zeros beside those that would change stay as they are", () => {
  const numbers = [0, 1e-300, 1e-301, 5e-324, 1e-310, -1e-310, -5e-324, 1, 2];
  const text = `[12345678901234567890, ${numbers.join(", ")}, 0.12345678901234567890]`;
  const decimal = new ExactDecimal("0.12345678901234567890");
  expect(parseExactJson(text)).toEqual([12345678901234567890n, ...numbers, decimal]);
});

test("a field with a number that would change is one as any other", () => {
  const row = parseExactJson('{"id": 12345678901234567890, "more": {"id": 1}}') as object;
  expect(Object.getOwnPropertyDescriptor(row, "id")).toEqual({
    value: 12345678901234567890n,
    enumerable: true,
    writable: true,
    configurable: true,
  });
});

test("an exact decimal is its digits as text, and as JSON", () => {
  expect([String(new ExactDecimal("19.90")), JSON.stringify(new ExactDecimal("19.90"))]).toEqual([
    "19.90",
    '"19.90"',
  ]);
});

test("a whole number of any size is read as it is written", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n }), (number) => {
      expect(BigInt(parseExactJson(` ${number} `) as number | bigint)).toBe(number);
    }),
  );
});
