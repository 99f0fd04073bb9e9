import fc from "fast-check";
import { expect, test } from "vitest";
import { unitReader } from "./unit-reader.js";

const read = unitReader();
const units = (text: string) => [...read(text).subarray(0, text.length)];
const expected = (text: string) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));

test("reads the units of any text after any other text", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary-ascii" }),
    fc.string({ unit: "binary" }),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((list) => String.fromCharCode(...list)),
  );
  fc.assert(
    fc.property(text, (one) => {
      expect(units(one)).toEqual(expected(one));
    }),
  );
});

test("reads texts longer than the shared buffer, and a short text after them", () => {
  for (const long of [
    "a".repeat(1 << 13),
    "é".repeat(1 << 13),
    `${"x".repeat((1 << 20) + 5)}\u{1f3ac}`,
    "end",
  ]) {
    expect(units(long).length).toBe(long.length);
    expect(read(long)[long.length - 1]).toBe(long.charCodeAt(long.length - 1));
    expect(read(long)[0]).toBe(long.charCodeAt(0));
  }
});
