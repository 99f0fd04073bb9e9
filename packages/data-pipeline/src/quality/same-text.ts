import type { Example } from "@imdb/core";
import type { TextTraits } from "../traits/text-traits.js";

/**
 * For each example the index of the first one with exactly the same text.
 *
 * Equal texts have equal lengths and sketches. Only texts with the same length and sketch are compared, which are few.
 */
export function sameText(
  examples: readonly Example[],
  { keys, bands, shingles }: Pick<TextTraits, "keys" | "bands" | "shingles">,
): Int32Array {
  const alike = new Map<number, number | Map<string, number>>();
  const result = new Int32Array(examples.length);
  for (let i = 0; i < examples.length; i++) {
    const { text } = examples[i]!;
    const print =
      (keys.length === 0 ? 0 : keys[i * bands]!) * 2 ** 21 + ((text.length + shingles[i]!) % 2 ** 21);
    const seen = alike.get(print);
    if (seen === undefined) {
      alike.set(print, i);
      result[i] = i;
      continue;
    }
    const texts = typeof seen === "number" ? new Map([[examples[seen]!.text, seen]]) : seen;
    if (texts !== seen) alike.set(print, texts);
    const first = texts.get(text);
    if (first === undefined) texts.set(text, i);
    result[i] = first ?? i;
  }
  return result;
}
