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
