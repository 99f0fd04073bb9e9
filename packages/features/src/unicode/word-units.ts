import { lowerCodePoint } from "./lower-case.js";
import { type CodePointRanges, decodeRanges, inRanges } from "./ranges.js";
import { WORD } from "./tables.js";

/** Marks a UTF-16 unit that the table does not decide: a surrogate, or a capital whose lower case has a rule. */
export const SPECIAL = 0xffff;

let words: CodePointRanges | undefined;
const tables = new Map<boolean, Uint16Array>();

/** Whether Python's `\w` matches a code point: letters, digits and numbers of any script, and `_`. */
export function isWord(codePoint: number): boolean {
  words ??= decodeRanges(WORD);
  return inRanges(words, codePoint);
}

/**
 * A table with an entry for each UTF-16 unit: 0 for a unit that is no part of a word, {@link SPECIAL}, or the unit
 * itself, in lower case if `lowercase`. With it a unit is part of a word when its lower-case form is, since Python
 * lowers the text before it looks for words.
 */
export function wordUnits(lowercase: boolean): Uint16Array {
  let table = tables.get(lowercase);
  if (!table) {
    table = makeTable(lowercase);
    tables.set(lowercase, table);
  }
  return table;
}

function makeTable(lowercase: boolean): Uint16Array {
  words ??= decodeRanges(WORD);
  const table = new Uint16Array(0x10000);
  for (let k = 0; k < words.length && words[k]! < 0x10000; k += 2) {
    const end = Math.min(words[k + 1]!, 0x10000);
    for (let unit = words[k]!; unit < end; unit++) table[unit] = unit;
  }
  if (lowercase) {
    const plain = table.slice();
    for (let unit = 0; unit < 0x10000; unit++) {
      const lower = lowerCodePoint(unit);
      if (lower !== unit) table[unit] = plain[lower]!;
    }
    table[0x130] = SPECIAL;
    table[0x3a3] = SPECIAL;
  }
  table.fill(SPECIAL, 0xd800, 0xe000);
  return table;
}
