import { expect, test } from "vitest";
import { ExactDecimal } from "../values/exact-decimal.js";
import { describeValue, ownField, textField } from "./text-field.js";

test("a value that is not there is missing", () => {
  expect([describeValue(undefined), describeValue(null)]).toEqual(["missing", "null"]);
});

test.each([
  [{ text: "good" }, "good"],
  [{ text: "" }, ""],
  [{}, { reason: "NO_TEXT", problem: 'it has no field "text"' }],
  [{ text: undefined }, { reason: "NO_TEXT", problem: 'it has no field "text"' }],
  [{ text: null }, { reason: "NO_TEXT", problem: 'its field "text" is null' }],
  [{ text: 3 }, { reason: "INVALID_TEXT", problem: 'its field "text" is a number, not text' }],
  [{ text: ["a"] }, { reason: "INVALID_TEXT", problem: 'its field "text" is a list, not text' }],
  [{ text: true }, { reason: "INVALID_TEXT", problem: 'its field "text" is a boolean, not text' }],
  [{ text: 5n }, { reason: "INVALID_TEXT", problem: 'its field "text" is a number, not text' }],
  [
    { text: new ExactDecimal("1.10") },
    { reason: "INVALID_TEXT", problem: 'its field "text" is a number, not text' },
  ],
  [{ text: new Date(0) }, { reason: "INVALID_TEXT", problem: 'its field "text" is a date, not text' }],
  [{ text: {} }, { reason: "INVALID_TEXT", problem: 'its field "text" is an object, not text' }],
  ...[null, undefined, "text", 3, [], ["a"]].map(
    (row) => [row, { reason: "NOT_AN_OBJECT", problem: "it is not an object with named fields" }] as const,
  ),
] as const)("the text of %s, or why it has none", (row, expected) => {
  expect(textField(row, "text")).toEqual(expected);
});

test("a field is the row's own, whatever its name", () => {
  expect(textField({}, "constructor")).toMatchObject({ reason: "NO_TEXT" });
  expect(textField(JSON.parse('{"__proto__":"good"}'), "__proto__")).toBe("good");
  expect(ownField(Object.create({ text: "inherited" }), "text")).toBeUndefined();
});
