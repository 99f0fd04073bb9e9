import fc from "fast-check";
import * as statistics from "simple-statistics";
import { expect, test } from "vitest";
import { quantileSorted } from "./quantile-sorted.js";

test("quantiles are those of simple-statistics, to the last bit", () => {
  const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
    minLength: 1,
    maxLength: 40,
  });
  const shares = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.25, 0.5, 0.9, 1));
  fc.assert(
    fc.property(values, shares, (given, share) => {
      const ascending = given.sort((a, b) => a - b);
      expect(quantileSorted(ascending, share)).toBe(statistics.quantileSorted(ascending, share));
    }),
  );
});
