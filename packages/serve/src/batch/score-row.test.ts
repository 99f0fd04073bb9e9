import { ExactDecimal } from "@imdb/rows";
import { expect, test } from "vitest";
import { heldRow } from "./score-row.js";

test("a row is the same on a thread, with all digits", () => {
  const digits = "0.12345678901234567890";
  const value = {
    text: "good",
    id: new ExactDecimal(digits),
    more: { price: new ExactDecimal(digits), n: 2n ** 60n },
  };
  const columns = { text: "text", id: "id", keep: ["id", "more"], maxTextLength: 10 };
  const row = heldRow({ row: 1, value }, columns);
  expect(row).toEqual({
    id: digits,
    text: "good",
    kept: [digits, { price: digits, n: "1152921504606846976" }],
  });
  expect(structuredClone(row)).toEqual(row);
  const bad = heldRow({ row: 1, value }, { ...columns, text: "id" });
  expect(bad).toMatchObject({
    message: 'Its field "id" is a number, not text.',
    raw: expect.stringContaining(digits),
  });
});
