import fc from "fast-check";
import { expect, test } from "vitest";
import { distinctValues } from "./distinct-values.js";

test("numbers are those that their codes stand for, of few or of many distinct values", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(1, 2.5, 7), fc.double({ noNaN: true }))), (list) => {
      const numbers = Float64Array.from(list);
      const { distinct, codes } = distinctValues(numbers);
      expect(Array.from(codes, (code) => distinct[code]! + 0)).toEqual(list.map((one) => one + 0));
      expect(new Set(distinct).size).toBe(distinct.length);
    }),
  );
  const many = Float64Array.from({ length: 70_000 }, (_, k) => k / 3);
  const { distinct, codes } = distinctValues(many);
  expect(Float64Array.from(codes, (code) => distinct[code]!)).toEqual(many);
});
