import fc from "fast-check";
import { expect, test } from "vitest";
import { asciiWords } from "./ascii-words.js";
import { TokenBuffer, textOf } from "./token-buffer.js";
import { writeKey } from "./token-key.js";

const buffer = new TokenBuffer();
// Every character by itself and between others, at every place of a word of four and of a step of 32.
const every = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code));
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...every), maxLength: 200 }),
  fc.string({ unit: fc.constantFrom("a", "Z", "_", "0", " ", "'"), maxLength: 200 }),
);

test.each([true, false])("words are those of a regular expression (lower case: %s)", (lowercase) => {
  const scan = asciiWords(lowercase);
  const check = (given: string) => {
    expect(scan(given, buffer)).toBe(true);
    const expected = [...given.matchAll(/[0-9A-Za-z_]{2,}/g)].map((match) => ({
      text: lowercase ? match[0].toLowerCase() : match[0],
      start: match.index,
      end: match.index + match[0].length,
    }));
    const { count, units, from, to, low, high, start, end } = buffer;
    const found = Array.from({ length: count }, (_, i) => ({
      text: textOf(units, from[i]!, to[i]!),
      start: start[i]!,
      end: end[i]!,
    }));
    expect(found).toEqual(expected);
    const [lows, highs] = [new Int32Array(count), new Int32Array(count)];
    for (let i = 0; i < count; i++) writeKey(units, from[i]!, to[i]!, lows, highs, i);
    expect([low.slice(0, count), high.slice(0, count)]).toEqual([lows, highs]);
  };
  for (const one of every) for (let at = 0; at < 5; at++) check(`${"x".repeat(at)}${one}yy${one}${one}`);
  fc.assert(fc.property(text, check), { numRuns: 300 });
  expect(scan("caf\u00e9", buffer)).toBe(false);
});
