import type { TermCount } from "@imdb/core";
import { TokenBuffer } from "../tokenizers/token-buffer.js";
import type { Analyzer } from "./analyzer.js";
import { NgramFront } from "./ngram-front.js";
import type { TermLookup } from "./term-lookup.js";

/**
 * Makes the function that counts the shortest terms of a text: words where the shortest n-gram is one word. Longer
 * n-grams are left out, because most pairs of words of a new text are new, also where each word is known.
 *
 * @param columns  How many features there are; the numbers of `lookup` below it are features.
 */
export function termCounter(
  { shortest, minN }: Analyzer,
  columns: number,
  lookup: TermLookup,
): (text: string) => TermCount {
  const buffer = new TokenBuffer();
  const front = new NgramFront();
  let ids = new Int32Array(256);
  return (text) => {
    shortest.scan(text, buffer);
    const { count } = buffer;
    if (ids.length < count) ids = new Int32Array(count * 2);
    front.start(count);
    lookup.begin(buffer, ids, front.grams);
    for (let n = 2; n <= minN && front.count > 0; n++) {
      front.lengthen(buffer, ids, n, minN);
      lookup.extend(front.grams, front.next, front.count);
    }
    const total = termsOfLength(buffer, minN, shortest.keepsShort);
    const short = shortest.keepsShort ? featuresIn(front.short, front.shortCount, columns) : 0;
    return { total, unknown: total - featuresIn(front.grams, front.count, columns) - short };
  };
}

function featuresIn(grams: Int32Array, count: number, columns: number): number {
  let known = 0;
  for (let i = 0; i < count; i++) if (grams[i]! >= 0 && grams[i]! < columns) known++;
  return known;
}

/** How many n-grams of `n` tokens a text has and, where they count, groups of fewer tokens than that. */
function termsOfLength({ count, reach }: TokenBuffer, n: number, countsShort: boolean): number {
  if (n === 1) return count;
  let total = 0;
  for (let i = 0; i < count; i++) {
    if (i + n <= reach[i]!) total++;
    else if (countsShort && (i === 0 || reach[i - 1] === i)) total++;
  }
  return total;
}
