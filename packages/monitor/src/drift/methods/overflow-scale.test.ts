import { expect, test } from "vitest";
import { wasserstein } from "./area-distances.js";
import { maximumMeanDiscrepancy } from "./mmd.js";
import type { NumericPair } from "./pair.js";

const pair = (keys: number[], reference: number[], current: number[]) =>
  ({
    keys,
    reference: Float64Array.from(reference),
    current: Float64Array.from(current),
    referenceCount: reference.reduce((a, b) => a + b),
    currentCount: current.reduce((a, b) => a + b),
  }) as NumericPair;

test.each([wasserstein, maximumMeanDiscrepancy])(
  "$name does not depend on the unit of the numbers",
  (method) => {
    const keys = [-1.5, -0.25, 0.5, 1.75];
    const score = (unit: number) =>
      method.numeric?.(
        pair(
          keys.map((k) => k * unit),
          [9, 20, 8, 1],
          [2, 6, 19, 12],
        ),
      );
    const expected = score(1)!;
    expect(expected.statistic).toBeGreaterThan(0.05);
    expect(score(2 ** 1023)).toEqual(expected);
  },
);

test("numbers whose squares overflow are drift", () => {
  const { statistic } = wasserstein.numeric!(pair([-1.7e308, 1, 2, 1.7e308], [0, 10, 10, 0], [5, 5, 5, 5]));
  expect(statistic).toBeGreaterThan(1e300);
});
