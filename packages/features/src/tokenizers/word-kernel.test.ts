import fc from "fast-check";
import { expect, test } from "vitest";
import { TokenBuffer, textOf } from "./token-buffer.js";
import { wordKernel } from "./word-kernel.js";
import { plainWords } from "./word-scanner.js";

const kernel = wordKernel()!;

/** All that is known of the tokens in a buffer. */
function tokensIn(buffer: TokenBuffer) {
  const { units, from, to, low, high, start, end, reach } = buffer;
  return Array.from({ length: buffer.count }, (_, i) => ({
    text: textOf(units, from[i]!, to[i]!),
    key: [low[i], high[i]],
    place: [start[i], end[i]],
    reach: reach[i],
  }));
}

function both(text: string, lowercase: boolean) {
  const fast = new TokenBuffer();
  const plain = new TokenBuffer();
  const isKnown = kernel.scan(text, lowercase, fast);
  plainWords(lowercase)(text, plain);
  return { isKnown, fast: tokensIn(fast), plain: tokensIn(plain) };
}

const latin = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("a", "Z", "0", "_", " ", "-", "\u00e9", "\u00c9", "\u00d7") },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }).map((unit) => String.fromCharCode(unit)) },
  ),
  { maxLength: 300 },
);

test("words of Latin-1 texts are those found without it, keys and places too", () => {
  fc.assert(
    fc.property(latin, fc.boolean(), (characters, lowercase) => {
      const { isKnown, fast, plain } = both(characters.join(""), lowercase);
      expect(isKnown).toBe(true);
      expect(fast).toEqual(plain);
    }),
    { numRuns: 500 },
  );
});

test("every Latin-1 character, in words of every length about the width of a key and of a block", () => {
  for (let unit = 0; unit < 256; unit++) {
    for (const length of [1, 2, 7, 8, 9, 15, 16, 17, 62, 63, 64, 65, 127, 128, 129]) {
      const word = `${"a".repeat(length - 1)}${String.fromCharCode(unit)}`;
      const { fast, plain } = both(`${word} ${word}x${word}`, true);
      expect(fast).toEqual(plain);
    }
  }
});

test("a text of the greatest length, all words or all of two letters; one longer is not for it", () => {
  for (const text of ["a".repeat(65_536), `${"ab ".repeat(21_845)}c`]) {
    const { isKnown, fast, plain } = both(text, true);
    expect(isKnown).toBe(true);
    expect(fast.length).toBe(plain.length);
    expect(fast.at(-1)).toEqual(plain.at(-1));
  }
  expect(both("a".repeat(65_537), true)).toMatchObject({ isKnown: false, fast: [] });
});

test("other characters are not for it, wherever they stand, and leave nothing behind", () => {
  const buffer = new TokenBuffer();
  for (const text of ["\u0130stanbul", "good film \u0101", "\ud800", "\u{1d400}\u{1d401}"]) {
    expect(kernel.scan(text, true, buffer)).toBe(false);
  }
  expect(kernel.scan("Good film", true, buffer)).toBe(true);
  expect(tokensIn(buffer).map(({ text }) => text)).toEqual(["good", "film"]);
});
