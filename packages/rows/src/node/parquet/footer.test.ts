import { expect, test } from "vitest";
import { structBytes } from "../../testing/thrift-bytes.js";
import { assertFooter } from "./footer.js";

/** A description with so many elements in its schema, and groups of so many pieces of columns. */
const footer = (elements: number, groups: number, pieces: number) =>
  Uint8Array.from(
    structBytes({ 2: Array(elements).fill({}), 4: Array(groups).fill({ 1: Array(pieces).fill({}) }) }),
  );

test("elements of the schema times pieces of columns are at most 100 million", () => {
  assertFooter(footer(10_000, 100, 100));
  expect(() => assertFooter(footer(10_001, 100, 100))).toThrow(
    "it has 10001 elements in its schema and 10000 pieces of columns, too many to read",
  );
  expect(() => assertFooter(footer(10_000, 73, 137))).toThrow("too many to read");
});

test("a description without a schema, groups or columns has none of them", () => {
  for (const fields of [{}, { 2: [{}] }, { 4: [{}] }, { 2: [{}], 4: [{}] }])
    assertFooter(Uint8Array.from(structBytes(fields)));
});
