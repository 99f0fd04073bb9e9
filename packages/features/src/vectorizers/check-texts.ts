import { checkOption, listOf, text } from "@imdb/core/options";

/**
 * Refuses anything but a list of strings. A string is no list: its characters would count as documents.
 *
 * @throws `INVALID_OPTION` naming `texts`, or the first place in it, as `texts[3]`.
 */
export function checkTexts(texts: readonly string[]): void {
  if (Array.isArray(texts) && areStrings(texts)) return;
  checkOption("texts", texts, listOf(text));
}

function areStrings(texts: readonly unknown[]): boolean {
  for (let i = 0; i < texts.length; i++) if (typeof texts[i] !== "string") return false;
  return true;
}

/** Refuses anything but a string. @throws `INVALID_OPTION` naming `text`. */
export function checkText(given: string): void {
  if (typeof given !== "string") checkOption("text", given, text);
}
