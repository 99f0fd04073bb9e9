import { expect, test } from "vitest";
import { ExactDecimal } from "../values/exact-decimal.js";
import { sheetTexts } from "./sheet-texts.js";

const rowOf = (value: unknown) => ({ row: 1, line: 2, value });

test.each([
  [8, "8"],
  [1984, "1984"],
  [0.5, "0.5"],
  [-2.25, "-2.25"],
  [123456789012345678901n, "123456789012345678901"],
  [new ExactDecimal("0.12345678901234567890"), "0.12345678901234567890"],
])("a number %s in a column of texts is its text; elsewhere it stays a number", (number, text) => {
  expect(sheetTexts([rowOf({ text: number, stars: number })], "text")).toEqual([
    rowOf({ text, stars: number }),
  ]);
});

test("all columns of a joined text are texts; other values, and bad rows, stay as they are", () => {
  const joined = { columns: ["title", "body"], separator: " " };
  const date = new Date(0);
  const bad = { row: 2, fault: "INVALID_JSON", problem: "p", raw: new Uint8Array() } as const;
  const rows = [rowOf({ title: 300, body: 7, id: 1 }), rowOf({ title: date, body: true }), bad];
  expect(sheetTexts(rows, joined)).toEqual([
    rowOf({ title: "300", body: "7", id: 1 }),
    rowOf({ title: date, body: true }),
    bad,
  ]);
});
