import type { CleaningStep } from "./cleaning-step.js";
import { patternStep } from "./pattern-step.js";
import { WINDOWS_1252 } from "./windows-1252.js";

const UNWANTED = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\ufeff]/;
const UNWANTED_ALL = new RegExp(UNWANTED, "g");

/**
 * Removes control characters. Those from U+0080 to U+009F are Windows-1252 punctuation read as Latin-1 (U+0096 was an en
 * dash) and become the intended character, as the HTML standard does with `&#150;`. Soft hyphens and byte order marks
 * are removed; other control characters become spaces. Tab, LF and CR are kept.
 *
 * @see The WHATWG HTML standard, numeric character reference end state.
 * @example
 * controlCharacters().apply("good \u0096 no, great\0"); // => "good – no, great "
 */
export function controlCharacters(): CleaningStep {
  return patternStep("control-characters", UNWANTED_ALL, replacement, apply);
}

function apply(text: string): string {
  return UNWANTED.test(text) ? text.replace(UNWANTED_ALL, replacement) : text;
}

function replacement(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0xad || code === 0xfeff) return "";
  return code >= 0x80 && code <= 0x9f ? WINDOWS_1252.charAt(code - 0x80) : " ";
}
