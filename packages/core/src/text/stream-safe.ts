/** A Unicode normal form. */
export type UnicodeForm = "NFC" | "NFKC" | "NFD" | "NFKD";

/** The combining grapheme joiner: it is no mark for the order of marks, and has no look of its own. */
const JOINER = "\u034f";

/** Marks in a run that a normal form has to put in order (UAX #15, section 13). */
const MOST_MARKS = 30;

// The half-width sound marks are letters that become marks in the K forms.
const MARK = /[\p{M}\uff9e\uff9f]/u;

/** No character becomes more than four marks, so a run of more than 30 has at least so many characters. */
const FEWEST_CHARACTERS = 7;
const LONG_RUN = /[\p{M}\uff9e\uff9f]{7}/u;

/**
 * Converts a text to a Unicode normal form in linear time. The normal form of a run of marks is a sort, which engines do
 * in quadratic time: 100,000 marks take seconds. So a run is cut after 30 marks by U+034F, as Unicode's stream-safe text
 * is. No text of a language has such a run; every text without one gets the exact normal form.
 *
 * @see Unicode Standard Annex 15, Unicode normalization forms, section 13 (Stream-Safe Text Format).
 * @example
 * normalForm("cafe\u0301", "NFC").length; // => 4
 */
export function normalForm(text: string, form: UnicodeForm): string {
  return streamSafeParts(text).join(JOINER).normalize(form);
}

/**
 * Cuts a text so that no part has a run of more than 30 marks. A text without such a run is one part.
 *
 * @example
 * streamSafeParts(`a${"\u0301".repeat(40)}b`).map((part) => part.length); // => [31, 11]
 */
export function streamSafeParts(text: string): readonly string[] {
  if (!hasHighRun(text) || !LONG_RUN.test(text)) return [text];
  const parts: string[] = [];
  let from = 0;
  let at = 0;
  let run = 0;
  for (const character of text) {
    const marks = marksOf(character);
    if (run + marks.leading > MOST_MARKS) {
      parts.push(text.slice(from, at));
      from = at;
      run = 0;
    }
    run = marks.isAll ? run + marks.leading : marks.trailing;
    at += character.length;
  }
  parts.push(text.slice(from));
  return parts;
}

/** Whether a text has a run of characters from U+0300 on, where all marks are. It looks at every seventh unit. */
function hasHighRun(text: string): boolean {
  const isHigh = (at: number) => text.charCodeAt(at) >= 0x300;
  for (let at = FEWEST_CHARACTERS - 1; at < text.length; at += FEWEST_CHARACTERS) {
    if (!isHigh(at)) continue;
    let units = 1;
    for (let i = at - 1; i >= 0 && units < FEWEST_CHARACTERS && isHigh(i); i--) units++;
    for (let i = at + 1; units < FEWEST_CHARACTERS && isHigh(i); i++) units++;
    if (units >= FEWEST_CHARACTERS) return true;
  }
  return false;
}

interface Marks {
  readonly leading: number;
  readonly trailing: number;
  /** Whether the character is nothing but marks. */
  readonly isAll: boolean;
}

const NONE: Marks = { leading: 0, trailing: 0, isAll: false };

/** The marks that a character begins and ends with when it is decomposed. */
function marksOf(character: string): Marks {
  if (character < "\u00a0") return NONE;
  const decomposed = [...character.normalize("NFKD")].map((one) => one !== JOINER && MARK.test(one));
  const first = decomposed.indexOf(false);
  if (first < 0) return { leading: decomposed.length, trailing: decomposed.length, isAll: true };
  return { leading: first, trailing: decomposed.length - 1 - decomposed.lastIndexOf(false), isAll: false };
}
