import fc from "fast-check";
import { expect, test } from "vitest";
import { Interner } from "./interner.js";

// Short and long, ASCII and not, with zeros, and beginnings of one another.
const token = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 10 }),
  fc.constantFrom("", "\0", "a\0", "abcdefgh", "abcdefghi", "abcdefg\u00e9", "abcd", "abcde"),
);

test("tokens are numbered as they come, and found again, as with a Map of strings", () => {
  fc.assert(
    fc.property(fc.array(token, { maxLength: 200 }), (list) => {
      const tokens = new Interner();
      const known = new Map<string, { number: number; count: number }>();
      for (const text of list) {
        const one = known.get(text) ?? { number: known.size, count: 0 };
        one.count++;
        known.set(text, one);
        expect(tokens.internText(text)).toBe(one.number);
      }
      expect(tokens.size).toBe(known.size);
      expect([...tokens.occurrences()]).toEqual([...known.values()].map(({ count }) => count));
      for (const [text, { number }] of known) expect(tokens.text(number)).toBe(text);
    }),
  );
});

test("a table grows without losing a token", () => {
  const tokens = new Interner();
  for (let k = 0; k < 50_000; k++) expect(tokens.internText(`token${k}`)).toBe(k);
  for (let k = 0; k < 50_000; k += 97) expect(tokens.internText(`token${k}`)).toBe(k);
});
