import fc from "fast-check";
import { expect, test } from "vitest";
import { writeKey } from "../tokenizers/token-key.js";
import { Interner, quickHash } from "./interner.js";

// Short and long, ASCII and not, with zeros, and beginnings of one another.
const token = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 10 }),
  fc.constantFrom("", "\0", "a\0", "abcdefgh", "abcdefghi", "abcdefg\u00e9", "abcd", "abcde"),
);

test("tokens are numbered in order, and found again, as in a Map of strings", () => {
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

/** Words whose first slots in a new table, which has 2,048 slots and space for 1,024 words, are the same 16. */
function collidingWords(count: number, long: boolean): Uint16Array[] {
  const low = new Int32Array(1);
  const high = new Int32Array(1);
  const words: Uint16Array[] = [];
  for (let n = 0; words.length < count; n++) {
    const name = `${long ? "lengthy-" : ""}${n.toString(36)}`;
    const units = Uint16Array.from(name, (character) => character.charCodeAt(0));
    writeKey(units, 0, units.length, low, high, 0);
    if ((quickHash(low[0]!, high[0]!) & 0x7ff) < 16) words.push(units);
  }
  return words;
}

/** The longest run of full slots: no lookup passes more. */
function longestRun({ slots }: Interner): number {
  let longest = 0;
  for (let slot = 0, run = 0; slot < slots.length; slot += 4) {
    run = slots[slot + 2] === 0 ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

test.each([false, true])(
  "tokens made to collide keep their numbers when the table is rebuilt (hashed keys: %s)",
  (long) => {
    const words = collidingWords(700, long);
    const few = new Interner();
    for (const units of words.slice(0, 200)) few.internUnits(units, 0, units.length);
    // They do collide: this many are not enough to be noticed.
    expect(longestRun(few)).toBeGreaterThanOrEqual(180);

    const tokens = new Interner();
    const numbers = () => words.map((units) => tokens.internUnits(units, 0, units.length));
    expect(numbers()).toEqual([...words.keys()]);
    expect(numbers()).toEqual([...words.keys()]);
    expect([...tokens.occurrences()]).toEqual(words.map(() => 2));
    expect(longestRun(tokens)).toBeLessThan(180);
  },
);
