import { expect, test } from "vitest";
import { csvMarks } from "./dialect.js";

test.each<[string, object]>([
  ["delimiter", { delimiter: 5 }],
  ["delimiter", { delimiter: null }],
  ["delimiter", { delimiter: "" }],
  ["delimiter", { delimiter: "\ud800" }],
  ["delimiter", { delimiter: "\n" }],
  ["quote", { quote: 5 }],
  ["quote", { quote: "\u00e9" }],
  ["quote", { quote: "," }],
  ["escapeChar", { escapeChar: 5 }],
  ["escapeChar", { escapeChar: "\\\\" }],
  ["escapeChar", { escapeChar: "\u00e9" }],
  ["escapeChar", { escapeChar: "\n" }],
  ["escapeChar", { escapeChar: "," }],
  ["escapeChar", { escapeChar: '"' }],
  ["escapeChar", { escapeChar: ";", delimiter: ";", quote: "" }],
  ["header", { header: "id,text" }],
  ["header", { header: null }],
  ["header", { header: [] }],
  ["header[0]", { header: [1, "text"] }],
])("a wrong %s is refused by name: %j", (option, dialect) => {
  const refused = { code: "INVALID_OPTION", details: expect.objectContaining({ option }) };
  expect(() => csvMarks("a.csv", dialect)).toThrow(expect.objectContaining(refused));
});

test.each([
  [
    { quote: null },
    'quote of a.csv is null, expected one ASCII character that is no line end, or "" for none, or "detect".',
  ],
  [
    { delimiter: "\r" },
    'delimiter of a.csv is "\\r", expected one character that is no line end, or "detect".',
  ],
  [{ delimiter: '"' }, 'delimiter of a.csv is "\\"", expected another character than the quote.'],
  [{ delimiter: ";", quote: ";" }, 'quote of a.csv is ";", expected another character than the delimiter.'],
] as [object, string][])("the message says what is expected instead of %j", (dialect, message) => {
  expect(() => csvMarks("a.csv", dialect)).toThrow(`Option ${message}`);
});

test("any one ASCII character may be the quote or the escape, or none", () => {
  for (const mark of ["\0", "\x7f", "'", ""])
    expect(csvMarks("a.csv", { quote: mark })).toEqual({ delimiter: ",", quote: mark, escapeChar: "" });
  expect(csvMarks("a.csv", { quote: "", escapeChar: '"' })).toEqual({
    delimiter: ",",
    quote: "",
    escapeChar: '"',
  });
});

test("the default delimiter depends on the ending of the file", () => {
  expect([csvMarks("a.csv", {}), csvMarks("a.tsv", {})].map(({ delimiter }) => delimiter)).toEqual([
    ",",
    "\t",
  ]);
  expect(csvMarks("a.csv", { delimiter: "\u{1f600}", quote: "" })).toEqual({
    delimiter: "\u{1f600}",
    quote: "",
    escapeChar: "",
  });
});
