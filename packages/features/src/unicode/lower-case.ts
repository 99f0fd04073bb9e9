import { decodeNumbers } from "./decode-numbers.js";
import { LOWER } from "./tables.js";

const CAPITAL_SIGMA = 0x3a3;
const FINAL_SIGMA = 0x3c2;
const SMALL_SIGMA = 0x3c3;
const CAPITAL_I_WITH_DOT = 0x130;
const DOT_ABOVE = 0x307;

let simple: Map<number, number> | undefined;

/** The lower-case form of one code point, without its neighbours: itself when it has none, and `i` for U+0130. */
export function lowerCodePoint(codePoint: number): number {
  if (codePoint === CAPITAL_I_WITH_DOT) return 0x69;
  simple ??= decodeRuns();
  return simple.get(codePoint) ?? codePoint;
}

/** The lower-case form of the code point at `i` of a text; see {@link lowerCodePoint}. */
export function lowerAt(text: string, i: number, codePoint: number): number {
  return codePoint === CAPITAL_SIGMA ? lowerSigma(text, i) : lowerCodePoint(codePoint);
}

/**
 * The small sigma that a capital sigma becomes: the final one (ς) if a cased letter comes before it and none after it.
 * Case-ignorable characters between are skipped.
 *
 * @param i  Where in `text` the capital sigma is.
 * @see   The Unicode Standard, section 3.13, condition Final_Sigma.
 */
function lowerSigma(text: string, i: number): number {
  return isCasedBeside(text, i, -1) && !isCasedBeside(text, i, 1) ? FINAL_SIGMA : SMALL_SIGMA;
}

/**
 * Lower case as Python's `str.lower` returns it, from tables of this package, so that all engines agree.
 *
 * @example
 * lowerCase("ΟΔΟΣ İ"); // => "οδος i̇"
 */
export function lowerCase(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  let lowered = "";
  let copied = 0;
  for (let i = 0; i < text.length; i++) {
    const codePoint = text.codePointAt(i)!;
    const width = codePoint > 0xffff ? 2 : 1;
    const lower = lowerAt(text, i, codePoint);
    if (lower !== codePoint) {
      lowered += text.slice(copied, i) + String.fromCodePoint(lower);
      if (codePoint === CAPITAL_I_WITH_DOT) lowered += String.fromCharCode(DOT_ABOVE);
      copied = i + width;
    }
    i += width - 1;
  }
  return lowered + text.slice(copied);
}

function isCasedBeside(text: string, i: number, step: 1 | -1): boolean {
  for (let at = i + step; at >= 0 && at < text.length; at += step) {
    const unit = text.charCodeAt(at);
    if (step < 0 && unit >= 0xdc00 && unit <= 0xdfff && isHigh(text.charCodeAt(at - 1))) at--;
    const character = String.fromCodePoint(text.codePointAt(at)!);
    if (step > 0) at += character.length - 1;
    if (!/\p{Case_Ignorable}/u.test(character)) return /\p{Cased}/u.test(character);
  }
  return false;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function decodeRuns(): Map<number, number> {
  const numbers = decodeNumbers(LOWER);
  const map = new Map<number, number>();
  let start = 0;
  for (let r = 0; r < numbers.length; r += 4) {
    start += numbers[r]!;
    for (let k = 0; k < numbers[r + 1]!; k++) {
      const from = start + k * numbers[r + 2]!;
      map.set(from, from + differenceOf(numbers[r + 3]!));
    }
  }
  return map;
}

/** Even numbers are differences from 0 on, odd ones those below: 0, −1, 1, −2, 2. */
function differenceOf(number: number): number {
  return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
}
