import fc from "fast-check";
import { expect, test } from "vitest";
import { Interner } from "./interner.js";
import { sortTokens } from "./token-order.js";

// Beginnings of one another, long common beginnings, and characters on either side of the surrogates.
const token = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "b", "\0", "\u00fd", "\u00fe", "\u00ff", "\uffff", "\u{1d400}") }),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.string({ maxLength: 3 }).map((end) => `inter${end}`),
);

function sorted(texts: readonly string[]): string[] {
  const tokens = new Interner();
  const numbers = Uint32Array.from(texts, (text) => tokens.internText(text));
  return Array.from(sortTokens(tokens, numbers), (number) => tokens.text(number));
}

test("tokens are in code point order", () => {
  const points = (text: string) => Array.from(text, (character) => character.codePointAt(0)!);
  fc.assert(
    fc.property(fc.uniqueArray(token, { maxLength: 100 }), (texts) => {
      const expected = texts.slice().sort((a, b) => {
        const [p, q] = [points(a), points(b)];
        const at = p.findIndex((point, k) => point !== q[k]);
        return at < 0 || at >= q.length ? p.length - q.length : p[at]! - q[at]!;
      });
      expect(sorted(texts)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test("tokens with equal first units are sorted without comparing each with each", () => {
  const texts = Array.from({ length: 50_000 }, (_, k) => `common${String(50_000 - k).padStart(5, "0")}`);
  expect(sorted(texts)).toEqual(texts.slice().reverse());
});
