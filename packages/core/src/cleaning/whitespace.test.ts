import fc from "fast-check";
import { expect, test } from "vitest";
import { whitespace } from "./whitespace.js";

const character = fc.constantFrom("a", "b", " ", " ", "\n", "\n", "\t", "\r", "\u00a0", "\u2028", "é");
const plain = fc.constantFrom("a", "b", " ", " ", "\n");

test("every run of white space becomes one space, and the ends are trimmed", () => {
  const texts = fc.oneof(fc.string({ unit: character }), fc.string({ unit: plain }));
  fc.assert(
    fc.property(texts, (text) => {
      expect(whitespace().apply(text)).toBe(text.split(/\s+/).filter(Boolean).join(" "));
    }),
  );
});
