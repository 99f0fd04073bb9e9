import { expect, test } from "vitest";
import { InvalidArchive, MissingColumn, NoDocuments, UnpackedTooLarge } from "./errors.js";
import { shownList, shownName } from "./shown-names.js";

const columns = ["id", "text"];

test("a column that is missing is named, with what the file has and what to do", () => {
  const missing = { file: "a.csv", column: "title", columns };
  const error = MissingColumn.create(missing);
  expect(error.message).toBe('a.csv has no column "title"; the file has: id, text.');
  expect(error.remedy).toBe("Name the column that the file has instead, or its delimiter.");
  const other = MissingColumn.create({ ...missing, hint: "Name it", columns: [] });
  expect([other.message, other.remedy]).toEqual([
    'a.csv has no column "title"; the file has: none.',
    "Name it.",
  ]);
});

test.each([
  [NoDocuments.create({ file: "a.csv", expected: "rows" }), "a.csv holds no documents; expected rows."],
  [
    NoDocuments.create({ file: "a.csv", expected: "rows", problem: "it is empty" }),
    "a.csv holds no documents, it is empty; expected rows.",
  ],
  [InvalidArchive.create({ file: "a.tar", problem: "it is cut" }), "a.tar: it is cut."],
  [
    InvalidArchive.create({ file: "a.tar", problem: "it is cut", entry: "b" }),
    'a.tar, entry "b": it is cut.',
  ],
  [
    UnpackedTooLarge.create({ file: "a.tar", limit: "maxBytes", allowed: 1, actual: 2 }),
    "a.tar exceeds maxBytes: 2, allowed are 1.",
  ],
  [
    UnpackedTooLarge.create({ file: "a.tar", limit: "maxBytes", allowed: 1, actual: 2, entry: "b" }),
    'a.tar, entry "b" exceeds maxBytes: 2, allowed are 1.',
  ],
])("an error says what is wrong, and where: %#", (error, message) => {
  expect(error.message).toBe(message);
});

test("names of up to 80 characters and lists of up to 20 are shown whole", () => {
  expect(shownName("x".repeat(80))).toBe("x".repeat(80));
  expect(shownName("x".repeat(81))).toBe(`${"x".repeat(80)}…`);
  const numbers = Array.from({ length: 22 }, (_, i) => i);
  expect(shownList(numbers.slice(0, 20))).toBe(numbers.slice(0, 20).join(", "));
  expect(shownList(numbers)).toBe(`${numbers.slice(0, 20).join(", ")} and 2 more`);
  expect(shownList(["x".repeat(81)])).toBe(`${"x".repeat(80)}…`);
});
