import { normalForm } from "@imdb/core";

/**
 * A text without differences of case and of compatible characters, for all alphabets: Unicode's caseless compatibility form. Full-width and
 * half-width forms, ligatures and composed letters are alike, so are `ß` and `SS`, and the Greek `ς` and `σ`.
 *
 * @see The Unicode Standard, section 3.13, definition D146 (compatibility caseless matching).
 */
export function foldText(text: string): string {
  // By upper case: only so do letters become alike whose upper case is that of others (ς, ı, ß). `ẞ` is its own upper case.
  const folded = normalForm(text, "NFKC").toLowerCase().toUpperCase().toLowerCase();
  return normalForm(folded, "NFKC").replaceAll("ς", "σ");
}
