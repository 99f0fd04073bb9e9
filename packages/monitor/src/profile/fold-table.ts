/** The entry of a unit that was not looked up yet. */
const UNKNOWN = 0xffff;
const WORD = /[\p{L}\p{N}\p{M}]/u;

/**
 * For each UTF-16 unit: its lower case when it can be part of a word, else 0. Letters, digits and combining marks of the
 * Basic Multilingual Plane can be part of a word; surrogates cannot.
 *
 * The table is filled when a unit is seen first, so the regular expression runs once for each different unit.
 */
export const FOLD: Uint16Array = new Uint16Array(65_536).fill(UNKNOWN);

for (let unit = 0; unit < 128; unit++) FOLD[unit] = classify(unit);

/** The entry of {@link FOLD}, which is filled in when it is missing. */
export function foldUnit(unit: number): number {
  const known = FOLD[unit]!;
  if (known !== UNKNOWN) return known;
  const folded = classify(unit);
  FOLD[unit] = folded;
  return folded;
}

function classify(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return 0;
  const character = String.fromCharCode(unit);
  if (!WORD.test(character)) return 0;
  const lower = character.toLowerCase();
  // A lower case of several units is not used: the unit stays as it is. U+FFFF is not a letter, so no entry equals UNKNOWN.
  return lower.length === 1 ? lower.charCodeAt(0) : unit;
}
