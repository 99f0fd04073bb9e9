import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidOption } from "./errors/codes.js";
import golden from "./golden/random.json" with { type: "json" };
import { seededRandom } from "./random.js";

describe("seededRandom, by values of an independent program (tools/parity/core/random.py)", () => {
  test.each(golden)("seed $seed", ({ seed, uint32, next, normal, permutation, integers }) => {
    const raw = seededRandom(seed);
    expect(uint32.map(() => raw.integer(2 ** 32))).toEqual(uint32);
    const doubles = seededRandom(seed);
    expect(next.map(() => doubles.next())).toEqual(next);
    expect([...seededRandom(seed).permutation(20)]).toEqual(permutation);
    const bell = seededRandom(seed);
    // Python's log may differ from ours in the last place.
    for (const value of normal) expect(Math.abs(bell.normal() / value - 1)).toBeLessThan(1e-15);
    const many = seededRandom(seed);
    expect(integers.map(() => many.integer(3 * 2 ** 30))).toEqual(integers);
  });
});

describe("seededRandom", () => {
  test("a permutation holds every number once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 200 }), (seed, n) => {
        expect([...seededRandom(seed).permutation(n)].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
      }),
    );
  });

  test("integers are uniform: chi-squared of 100,000 draws below 10 is under its 99.9% point", () => {
    const random = seededRandom(5);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[random.integer(10)]!++;
    const chi2 = counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
    expect(chi2).toBeLessThan(27.88);
  });

  test("normal numbers have mean 0, variance 1 and kurtosis 3", () => {
    const random = seededRandom(6);
    const values = Array.from({ length: 200_000 }, () => random.normal());
    const moment = (k: number) => values.reduce((sum, v) => sum + v ** k, 0) / values.length;
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(moment(4)).toBeCloseTo(3, 0);
  });

  test("forks are independent: of other names, of the order, of earlier draws, and of their parent", () => {
    const first = (random: { integer(below: number): number }) =>
      Array.from({ length: 4 }, () => random.integer(2 ** 32)).join();
    const root = seededRandom(9);
    const before = first(root.fork("a"));
    root.next();
    expect(first(root.fork("a"))).toBe(before);
    const streams = [
      seededRandom(9),
      root.fork(""),
      root.fork("a"),
      root.fork("b"),
      root.fork("a").fork("a"),
      root.fork("a").fork("b"),
      root.fork("b").fork("a"),
      seededRandom(10).fork("a"),
    ];
    expect(new Set(streams.map(first)).size).toBe(streams.length);
  });

  test.each([-1, 0.5, 2 ** 32, Number.NaN, Infinity, "1"])("refuses the seed %s", (seed) => {
    expect(() => seededRandom(seed as number)).toThrow(/seed/);
  });

  test.each([0, -1, 1.5, 2 ** 32 + 1, Number.NaN])("refuses integers below %s", (below) => {
    let error: unknown;
    try {
      seededRandom(1).integer(below);
    } catch (thrown) {
      error = thrown;
    }
    expect(InvalidOption.is(error)).toBe(true);
  });

  test("refuses a permutation of what is no whole number", () => {
    for (const n of [-1, 1.5, Number.NaN, 2 ** 32])
      expect(() => seededRandom(1).permutation(n)).toThrow(/n is/);
  });
});
