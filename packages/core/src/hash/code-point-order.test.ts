import fc from "fast-check";
import { expect, test } from "vitest";
import { byCodePoint } from "./code-point-order.js";

/** The definition: lists of code points, compared as Python compares strings. */
function reference(a: string, b: string): number {
  const [x, y] = [Array.from(a, (c) => c.codePointAt(0)!), Array.from(b, (c) => c.codePointAt(0)!)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}

// Few characters, so that prefixes are shared; both halves of pairs alone and together.
const unit = fc.constantFrom(
  "a",
  "b",
  "\uffff",
  "\ue000",
  "\ud800",
  "\udbff",
  "\udc00",
  "\udfff",
  "\u{10000}",
);

test("orders as arrays of code points, lone surrogates and all", () => {
  const text = fc.oneof(fc.string({ unit, maxLength: 6 }), fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(byCodePoint(a, b))).toBe(Math.sign(reference(a, b)));
    }),
    { numRuns: 3000 },
  );
});

test("differs from < where UTF-16 does", () => {
  expect("\u{1f600}" < "\uff5e").toBe(true);
  expect(byCodePoint("\u{1f600}", "\uff5e")).toBeGreaterThan(0);
});
