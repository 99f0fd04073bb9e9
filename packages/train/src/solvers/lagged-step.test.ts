import fc from "fast-check";
import { expect, test } from "vitest";
import { laggedStep } from "./lagged-step.js";

const number = (max: number) => fc.double({ min: -max, max, noNaN: true });
const share = fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 2, noNaN: true }));

test("many steps at once are the steps one by one", () => {
  fc.assert(
    fc.property(
      number(3),
      number(3),
      share,
      share,
      fc.integer({ min: 0, max: 60 }),
      (w, gradient, l1, l2, count) => {
        const step = 0.1;
        let expected = w;
        for (let m = 0; m < count; m++) {
          const moved = expected - step * gradient;
          expected = (Math.sign(moved) * Math.max(0, Math.abs(moved) - step * l1)) / (1 + step * l2);
        }
        expect(Math.abs(laggedStep(step, { l1, l2 }, 60)(w, gradient, count) - expected)).toBeLessThan(1e-9);
      },
    ),
    { numRuns: 3000 },
  );
});
