import type { Example } from "@imdb/core";

/** For each example the index of the first one with exactly the same text. */
export function sameText(examples: readonly Example[]): Int32Array {
  const first = new Map<string, number>();
  const result = new Int32Array(examples.length);
  for (let i = 0; i < examples.length; i++) {
    const { text } = examples[i]!;
    const seen = first.get(text);
    if (seen === undefined) first.set(text, i);
    result[i] = seen ?? i;
  }
  return result;
}
