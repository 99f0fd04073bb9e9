import type { TermCount } from "@imdb/core";
import { TokenBuffer } from "../tokenizers/token-buffer.js";
import type { Analyzer } from "./analyzer.js";
import { NgramCandidates } from "./ngram-candidates.js";
import type { TermLookup } from "./term-lookup.js";

/**
 * Makes the function that counts the shortest terms of a text, known and unknown ones: words when the shortest n-gram is
 * one word. Longer n-grams are left out, because most pairs of words of a new text are new, even if each word is known.
 *
 * @param columns  Number of features; the n-grams of `lookup` with a number below it are features.
 */
export function termCounter(
  { shortest, minN }: Analyzer,
  columns: number,
  lookup: TermLookup,
): (text: string) => TermCount {
  const buffer = new TokenBuffer();
  const candidates = new NgramCandidates();
  let ids = new Int32Array(256);
  return (text) => {
    shortest.scan(text, buffer);
    const { count } = buffer;
    if (ids.length < count) ids = new Int32Array(count * 2);
    candidates.start(count);
    lookup.begin(buffer, ids, candidates.ngrams);
    for (let n = 2; n <= minN && candidates.count > 0; n++) {
      candidates.keepExtensible(buffer, ids, n, minN);
      lookup.extend(candidates.ngrams, candidates.next, candidates.count);
    }
    const total = termsOfLength(buffer, minN, shortest.keepsShort);
    const short = shortest.keepsShort ? featuresIn(candidates.short, candidates.shortCount, columns) : 0;
    return { total, unknown: total - featuresIn(candidates.ngrams, candidates.count, columns) - short };
  };
}

function featuresIn(ngrams: Int32Array, count: number, columns: number): number {
  let known = 0;
  for (let i = 0; i < count; i++) if (ngrams[i]! >= 0 && ngrams[i]! < columns) known++;
  return known;
}

/** The number of n-grams of `n` tokens of a text and, if they count, of groups with fewer tokens. */
function termsOfLength({ count, reach }: TokenBuffer, n: number, countsShort: boolean): number {
  if (n === 1) return count;
  let total = 0;
  for (let i = 0; i < count; i++) {
    if (i + n <= reach[i]!) total++;
    else if (countsShort && (i === 0 || reach[i - 1] === i)) total++;
  }
  return total;
}
