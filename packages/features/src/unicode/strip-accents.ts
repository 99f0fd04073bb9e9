import { streamSafeParts } from "@imdb/core";
import { type CodePointRanges, decodeRanges, inRanges } from "./ranges.js";
import { COMBINING } from "./tables.js";

/** How accents are stripped: combining characters are removed (`unicode`), or all that is not ASCII (`ascii`). */
export type AccentStripping = "unicode" | "ascii";

let combining: CodePointRanges | undefined;

/**
 * Strips accents, as scikit-learn's `strip_accents_unicode` and `strip_accents_ascii` do: decomposes the text (NFKD)
 * and removes combining characters, or all that is not ASCII.
 *
 * @example
 * stripAccents("Amélie, Tōkyō ½", "unicode"); // => "Amelie, Tokyo 1⁄2"
 */
export function stripAccents(text: string, how: AccentStripping): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  // In parts: only the order of marks could differ, and all marks are removed. A long run of them would take seconds.
  const decomposed = streamSafeParts(text)
    .map((part) => part.normalize("NFKD"))
    .join("");
  if (how === "ascii") return decomposed.replace(/[^\x00-\x7f]+/g, "");
  combining ??= decodeRanges(COMBINING);
  const ranges = combining;
  return decomposed.replace(/[^\x00-\x7f]/gu, (character) =>
    inRanges(ranges, character.codePointAt(0)!) ? "" : character,
  );
}
