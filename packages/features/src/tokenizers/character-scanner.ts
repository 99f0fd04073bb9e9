import { lowerAt } from "../unicode/lower-case.js";
import { isSpace } from "../unicode/white-space.js";
import type { Scanner } from "./scanner.js";
import type { TokenBuffer } from "./token-buffer.js";

/**
 * scikit-learn's `char` analyzer: every code point is a token, and n-grams run over the whole text, spaces
 * included. Two or more white-space characters in a row count as one space; a single one stays what it is.
 */
export function characterScanner(lowercase: boolean): Scanner {
  function scan(text: string, into: TokenBuffer): void {
    into.reset(text.length * 2, text.length * 2);
    for (let i = 0; i < text.length; ) {
      const space = spaceRun(text, i);
      if (space > 1) {
        push(into, 0x20, i, i + space);
        i += space;
      } else {
        i = pushCodePoint(into, text, i, lowercase);
      }
    }
    into.reach.fill(into.count, 0, into.count);
  }
  return { joiner: "", keepsShort: false, scan };
}

/**
 * scikit-learn's `char_wb` analyzer: n-grams of code points inside words only, each word between white space
 * padded with one space on either side. A padded word shorter than the shortest n-gram counts once, whole.
 */
export function wordBoundaryScanner(lowercase: boolean): Scanner {
  function scan(text: string, into: TokenBuffer): void {
    // A word of one unit becomes three tokens, and every word but the last is followed by white space; U+0130 becomes
    // two units.
    into.reset(text.length * 2 + 4, text.length * 2 + 4);
    for (let i = 0; i < text.length; ) {
      const space = spaceRun(text, i);
      if (space > 0) {
        i += space;
        continue;
      }
      const first = into.count;
      push(into, 0x20, i, i);
      while (i < text.length && spaceRun(text, i) === 0) i = pushCodePoint(into, text, i, lowercase);
      push(into, 0x20, i, i);
      into.reach.fill(into.count, first, into.count);
    }
  }
  return { joiner: "", keepsShort: true, scan };
}

function pushCodePoint(into: TokenBuffer, text: string, i: number, lowercase: boolean): number {
  const codePoint = text.codePointAt(i)!;
  const end = i + (codePoint > 0xffff ? 2 : 1);
  if (!lowercase) push(into, codePoint, i, end);
  else if (codePoint < 0x80)
    push(into, codePoint >= 0x41 && codePoint <= 0x5a ? codePoint + 32 : codePoint, i, end);
  else push(into, lowerAt(text, i, codePoint), i, end);
  if (lowercase && codePoint === 0x130) push(into, 0x307, i, end);
  return end;
}

function push(into: TokenBuffer, codePoint: number, start: number, end: number): void {
  const from = into.count === 0 ? 0 : into.to[into.count - 1]!;
  let to = from;
  if (codePoint > 0xffff) into.units[to++] = ((codePoint - 0x10000) >> 10) + 0xd800;
  into.units[to++] = codePoint > 0xffff ? (codePoint & 0x3ff) + 0xdc00 : codePoint;
  into.push(from, to, start, end);
}

/** The number of white-space characters, as Python's `\s` has them, from `i` on. All are single UTF-16 units. */
function spaceRun(text: string, i: number): number {
  let end = i;
  while (end < text.length && isSpace(text.charCodeAt(end))) end++;
  return end - i;
}
