import { CODES, NAMES } from "./character-references.js";
import { WINDOWS_1252 } from "./windows-1252.js";

/**
 * The text that a character reference of HTML stands for, as browsers decode it; an unknown name is kept.
 *
 * @param reference  `&eacute;`, `&#233;` or `&#xE9;`, with its semicolon.
 * @see https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state
 */
export function decodeReference(reference: string): string {
  if (reference[1] !== "#") {
    texts ??= textsOfNames();
    return texts.get(reference.slice(1, -1)) ?? reference;
  }
  const isHexadecimal = /^x/i.test(reference[2]!);
  const digits = reference.slice(isHexadecimal ? 3 : 2, -1);
  return characterOf(Number.parseInt(digits, isHexadecimal ? 16 : 10));
}

/** As HTML has it: the numbers from 128 to 159 mean characters of Windows-1252, where it has one. */
function characterOf(code: number): string {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  if (code === 0 || isSurrogate || code > 0x10ffff) return "\ufffd";
  const meant = WINDOWS_1252.charAt(code - 128).trim();
  return meant === "" ? String.fromCodePoint(code) : meant;
}

/** Made when the first name is decoded. */
let texts: ReadonlyMap<string, string> | undefined;

/** Letters of three styles, in the order of the alphabet from their first character on: `Afr` to `zfr`. */
const STYLES = { scr: 0x1d49c, fr: 0x1d504, opf: 0x1d538 };

/**
 * The text of every name of HTML. The table holds the names that do not follow from a rule: it is most of what a
 * predictor in a browser loads for cleaning.
 */
export function textsOfNames(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [style, first] of Object.entries(STYLES)) {
    for (let at = 0; at < 52; at++) {
      const letter = String.fromCharCode(at + (at < 26 ? 65 : 71));
      found.set(letter + style, String.fromCodePoint(first + at));
    }
  }
  const codes = CODES.match(/[A-Z]*[a-z](?:-[A-Z]*[a-z])*/g)!;
  let last = 0;
  for (const [at, names] of NAMES.split(" ").entries()) {
    const [step, ...rest] = codes[at]!.split("-").map(numberOf);
    last += step!;
    const text = String.fromCodePoint(last, ...rest);
    for (const name of names.split(",")) {
      found.set(name, text);
      const small = text.toLowerCase();
      // `Eacute` and `eacute`. There is no name of the small letter of Gcedil.
      if (/^[A-Z]/.test(name) && name !== "Gcedil" && small !== text && small.length === text.length) {
        found.set(name.toLowerCase(), small);
      }
    }
  }
  return found;
}

/** A number in base 26, whose digits are letters. */
function numberOf(digits: string): number {
  return [...digits].reduce((number, letter) => 26 * number + Number.parseInt(letter, 36) - 10, 0);
}
