import fc from "fast-check";
import { describe, expect, test } from "vitest";
import golden from "./golden.json" with { type: "json" };
import { portableExp } from "./portable-exp.js";
import { portableLog, portableLog1p } from "./portable-log.js";

const view = new DataView(new ArrayBuffer(8));

/** The position of a double among all doubles in ascending order: differences count units in the last place. */
function place(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fff_ffff_ffff_ffffn) : bits;
}

const functions = { exp: portableExp, log: portableLog, log1p: portableLog1p };

describe("against values rounded from 60 digits (tools/parity/core/exp_log.py)", () => {
  test.each(["exp", "log", "log1p"] as const)("%s is within 1 unit in the last place", (name) => {
    for (const [x, value] of golden[name]) {
      const apart = place(functions[name](x!)) - place(value!);
      expect(apart >= -1n && apart <= 1n, `${name}(${x}) is ${functions[name](x!)}, not ${value}`).toBe(true);
    }
  });
});

test("the results at the ends of the range, and for NaN, are those of Math", () => {
  const { POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN: none } = Number;
  for (const x of [0, -0, POSITIVE_INFINITY, NEGATIVE_INFINITY, none, 710, -746]) {
    expect(portableExp(x)).toBe(Math.exp(x));
  }
  for (const x of [0, -0, -1, -2, POSITIVE_INFINITY, NEGATIVE_INFINITY, none]) {
    expect(portableLog1p(x)).toBe(Math.log1p(x));
    expect(portableLog(x)).toBe(Math.log(x));
  }
});

test("exp never falls and log never falls from one double to the next", () => {
  fc.assert(
    fc.property(fc.double({ min: -740, max: 709, noNaN: true }), (x) => {
      const step = Math.max(Math.abs(x) * Number.EPSILON, Number.MIN_VALUE);
      expect(portableExp(x + step)).toBeGreaterThanOrEqual(portableExp(x));
      if (x > 0) expect(portableLog(x + step)).toBeGreaterThanOrEqual(portableLog(x));
    }),
    { numRuns: 5_000 },
  );
});
