import { CODES, NAMES } from "./character-references.js";

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

/** What the numbers from 128 to 159 mean: characters of Windows-1252, where it has one. */
const WINDOWS_1252 =
  "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f" +
  "\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178";

function characterOf(code: number): string {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  if (code === 0 || isSurrogate || code > 0x10ffff) return "\ufffd";
  return WINDOWS_1252[code - 128] ?? String.fromCodePoint(code);
}

/** Made when the first name is decoded. */
let texts: ReadonlyMap<string, string> | undefined;

function textsOfNames(): ReadonlyMap<string, string> {
  const codes = CODES.split(" ");
  let last = 0;
  const entries = NAMES.split(" ").flatMap((names, at) => {
    const [step, ...rest] = codes[at]!.split(".").map((digits) => Number.parseInt(digits, 36));
    last += step!;
    const text = String.fromCodePoint(last, ...rest);
    return names.split(",").map((name) => [name, text] as const);
  });
  return new Map(entries);
}
