import { isAscii } from "../similarity/ascii.js";

/** The scripts by their number; number 0 is a text without letters. */
export const SCRIPTS: readonly (string | undefined)[] = [
  undefined,
  "Latin",
  "Cyrillic",
  "Greek",
  "Arabic",
  "Hebrew",
  "Devanagari",
  "Han",
  "Hiragana",
  "Katakana",
  "Hangul",
  "Thai",
];
const LATIN = 1;
const LETTERS = SCRIPTS.map((script) => script && new RegExp(`\\p{Script=${script}}`, "gu"));
const CHARACTERS_READ = 2000;
const ASCII_LETTER = /[A-Za-z]/;

/** The number of the script of most letters among the first 2,000 characters of a text. */
export function scriptOf(text: string): number {
  const start = text.length > CHARACTERS_READ ? text.slice(0, CHARACTERS_READ) : text;
  // Nearly all documents are ASCII: no regular expressions are needed for them.
  if (isAscii(start)) return ASCII_LETTER.test(start) ? LATIN : 0;
  let ascii = 0;
  let beyond = 0;
  for (let i = 0; i < start.length; i++) {
    const unit = start.charCodeAt(i);
    if (unit > 127) beyond++;
    else if ((unit | 32) >= 97 && (unit | 32) <= 122) ascii++;
  }
  if (ascii > beyond) return LATIN;
  let largest = 0;
  let main = 0;
  LETTERS.forEach((letters, script) => {
    const count = letters === undefined ? 0 : (start.match(letters)?.length ?? 0);
    if (count <= largest) return;
    largest = count;
    main = script;
  });
  return main;
}
