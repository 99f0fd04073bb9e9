import { lowerAt } from "../unicode/lower-case.js";
import { isSpace } from "../unicode/white-space.js";
import { isWord, SPECIAL, wordUnits } from "../unicode/word-units.js";
import type { Scanner } from "./scanner.js";
import type { TokenBuffer } from "./token-buffer.js";

const APOSTROPHE = 0x27;
const TYPOGRAPHIC_APOSTROPHE = 0x2019;

/** What a version of the tokenizer takes for an emoticon, and for one mark. */
export interface MarkRules {
  /** Where the mouth of an emoticon that starts at `i` is; 0 for none. */
  mouthOf(text: string, i: number): number;
  /** Where the mark ends that starts at `i`. */
  endOfMark(text: string, i: number): number;
  /** Where the characters end that are words up to `i`: before a last one that begins a mark. */
  endOfWord(text: string, i: number): number;
}

/**
 * Words of any length with their inner apostrophes, emoticons, and every other mark by itself; `<br />` is white space.
 * One pass over the UTF-16 units.
 */
export function sentimentScanner(rules: MarkRules, lowercase: boolean): Scanner {
  const table = wordUnits(lowercase);

  function scan(text: string, into: TokenBuffer): void {
    const length = text.length;
    into.reset(length, length * 2);
    for (let i = 0; i < length; ) {
      const unit = text.charCodeAt(i);
      if (isSpace(unit)) i++;
      else if (table[unit] !== 0) i = scanWord(text, i, into);
      else if (unit === 0x3c && lineBreakEnd(text, i) > 0) i = lineBreakEnd(text, i);
      else i = scanMark(text, i, into);
    }
    into.reach.fill(into.count, 0, into.count);
  }

  /** Scans a word, or a code point outside the BMP that is no part of a word. Returns where it ends. */
  function scanWord(text: string, begin: number, into: TokenBuffer): number {
    const { units } = into;
    const first = into.count === 0 ? 0 : into.to[into.count - 1]! + 1;
    let out = first;
    let i = begin;
    while (i < text.length) {
      let lower = table[text.charCodeAt(i)]!;
      let width = 1;
      if (lower === SPECIAL) {
        const codePoint = text.codePointAt(i)!;
        width = codePoint > 0xffff ? 2 : 1;
        lower = lowercase ? lowerAt(text, i, codePoint) : codePoint;
        if (!isWord(lower)) lower = 0;
      } else if (lower === 0 && i > begin && isInnerApostrophe(text, i)) {
        lower = APOSTROPHE;
      }
      if (lower === 0) break;
      i += width;
      if (lower > 0xffff) {
        units[out++] = ((lower - 0x10000) >> 10) + 0xd800;
        lower = (lower & 0x3ff) + 0xdc00;
      }
      units[out++] = lower;
    }
    const end = rules.endOfWord(text, i);
    if (end <= begin) return scanMark(text, begin, into);
    // What is left out is one unit.
    into.push(first, out - (i - end), begin, end);
    return end;
  }

  function isInnerApostrophe(text: string, i: number): boolean {
    const unit = text.charCodeAt(i);
    if (unit !== APOSTROPHE && unit !== TYPOGRAPHIC_APOSTROPHE) return false;
    const next = i + 1 < text.length ? table[text.charCodeAt(i + 1)]! : 0;
    return next !== 0 && (next !== SPECIAL || isWord(text.codePointAt(i + 1)!));
  }

  /** Scans an emoticon, or one mark. Returns where it ends. */
  function scanMark(text: string, begin: number, into: TokenBuffer): number {
    const first = into.count === 0 ? 0 : into.to[into.count - 1]! + 1;
    const mouth = rules.mouthOf(text, begin);
    if (mouth === 0) {
      const end = rules.endOfMark(text, begin);
      return copy(text, begin, end, end, first, into);
    }
    // A repeated mouth is the same emoticon: `:)))` is `:)`.
    let end = mouth + 1;
    while (end < text.length && text.charCodeAt(end) === text.charCodeAt(mouth)) end++;
    return copy(text, begin, mouth + 1, end, first, into);
  }

  return { joiner: " ", keepsShort: false, scan };
}

function copy(text: string, from: number, to: number, end: number, first: number, into: TokenBuffer): number {
  let out = first;
  for (let k = from; k < to; k++) {
    into.units[out++] = text.charCodeAt(k) === TYPOGRAPHIC_APOSTROPHE ? APOSTROPHE : text.charCodeAt(k);
  }
  into.push(first, out, from, end);
  return end;
}

/** One past the end of a `<br>`, `<br/>` or `<br />` that starts at `i`; 0 for none. */
function lineBreakEnd(text: string, i: number): number {
  const isB = (text.charCodeAt(i + 1) | 0x20) === 0x62;
  const isR = (text.charCodeAt(i + 2) | 0x20) === 0x72;
  if (!isB || !isR) return 0;
  let at = i + 3;
  while (at < i + 16 && isSpace(text.charCodeAt(at))) at++;
  if (text.charCodeAt(at) === 0x2f) at++;
  return text.charCodeAt(at) === 0x3e ? at + 1 : 0;
}
