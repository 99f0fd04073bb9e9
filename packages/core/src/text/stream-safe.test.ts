import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assertLinearCost } from "../../../../tools/cost/cost.mjs";
import { normalForm, streamSafeParts, type UnicodeForm } from "./stream-safe.js";

const FORMS: readonly UnicodeForm[] = ["NFC", "NFKC", "NFD", "NFKD"];
const marks = fc.array(
  fc.constantFrom(
    "\u0315",
    "\u0300",
    "\u05ae",
    "\u0301",
    "\u0344",
    "\u0f77",
    "\uff9e",
    "\u034f",
    "\u{1d165}",
    "\u0903",
  ),
  { maxLength: 100 },
);
const base = fc.constantFrom(
  "a",
  "\u00e9",
  "\u1fb7",
  " ",
  "\u1100\u1161",
  "\uac00",
  "\u{1d15e}",
  "\ufdfa",
  "",
);

describe.each(FORMS)("%s", (form) => {
  test("of every character is the one of the engine, alone and with the marks of languages", () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const character = String.fromCodePoint(point);
      const text = `${character}\u0323\u0301${character}`;
      if (normalForm(text, form) !== text.normalize(form)) throw new Error(point.toString(16));
    }
  }, 60_000);

  test("of text with runs of marks is stream-safe, in that form, and the same when it is made again", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(base, marks), { maxLength: 5 }), (parts) => {
        const text = parts.map(([start, rest]) => start + rest.join("")).join("");
        const once = normalForm(text, form);
        expect(once.normalize(form)).toBe(once);
        expect(normalForm(once, form)).toBe(once);
        // Combining marks of a class of their own (ccc > 0) stand 30 at most in a run.
        expect(/(?:(?!\u034f)\p{M}){31}/u.test(once.normalize("NFKD"))).toBe(false);
        if (!/(?:(?!\u034f)\p{M}){31}/u.test(text.normalize("NFKD"))) expect(once).toBe(text.normalize(form));
        expect(streamSafeParts(text).join("")).toBe(text);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test.each([
    ["marks of four classes", "\u0315\u0300\u05ae\u0301"],
    ["half-width sound marks", "\uff9e\u0301"],
    ["marks that become two", "\u0344\u0315"],
    ["marks beyond the basic plane", "\u{1d165}\u{1d16d}\u0301"],
  ])("of a run of %s takes linear time", async (_, part) => {
    const cost = await assertLinearCost(
      (text: string) => void normalForm(text, form),
      (size) => `a${part.repeat(size / part.length)}`,
      25_000,
    );
    expect(cost.ms).toBeLessThan(1000);
  });
});

test("a run is cut by U+034F after 30 marks", () => {
  expect(normalForm(`e${"\u0301".repeat(40)}`, "NFC")).toBe(
    `\u00e9${"\u0301".repeat(29)}\u034f${"\u0301".repeat(10)}`,
  );
});
