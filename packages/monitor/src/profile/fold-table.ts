/** Marks a unit whose class is not known yet. */
const UNKNOWN = 0xffff;
const WORD = /[\p{L}\p{N}\p{M}]/u;

/**
 * For each UTF-16 unit: 0 when it is no part of a word, else its lower case. Letters, digits and combining
 * marks of the Basic Multilingual Plane are parts of words; surrogates are not.
 *
 * The table fills as units are met: asking a regular expression once a unit, not once a character.
 */
export const FOLD: Uint16Array = new Uint16Array(65_536).fill(UNKNOWN);

for (let unit = 0; unit < 128; unit++) FOLD[unit] = classify(unit);

/** The entry of {@link FOLD}, made when it is missing. */
export function foldUnit(unit: number): number {
  const known = FOLD[unit]!;
  if (known !== UNKNOWN) return known;
  const made = classify(unit);
  FOLD[unit] = made;
  return made;
}

function classify(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return 0;
  const character = String.fromCharCode(unit);
  if (!WORD.test(character)) return 0;
  const lower = character.toLowerCase();
  // U+FFFF is no letter, so the mark stays free; a lower case of several units stays as it is.
  return lower.length === 1 ? lower.charCodeAt(0) : unit;
}
