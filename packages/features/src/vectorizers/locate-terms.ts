import type { FeatureOccurrence } from "@imdb/core";
import type { Analyzer } from "../engine/analyzer.js";
import type { TermLookup } from "../engine/term-lookup.js";
import type { Vocabulary } from "../engine/vocabulary.js";
import { TokenBuffer } from "../tokenizers/token-buffer.js";

/** Finds every occurrence of a feature in a text, in the order of their starts, shorter n-grams first. */
export function locateTerms(
  text: string,
  { scanner, minN, maxN, places }: Analyzer,
  { nodeOf }: Vocabulary,
  lookup: TermLookup,
): FeatureOccurrence[] {
  const source = places?.(text);
  const buffer = new TokenBuffer();
  scanner.scan(text, buffer);
  const { count, start, end, reach } = buffer;
  const ids = new Int32Array(count);
  const singles = new Int32Array(count);
  lookup.begin(buffer, ids, singles);
  const found: FeatureOccurrence[] = [];
  const ngram = new Int32Array(1);
  for (let i = 0; i < count; i++) {
    const reached = reach[i]!;
    const isShort = scanner.keepsShort && reached - i < minN && (i === 0 || reach[i - 1] === i);
    const stop = isShort ? reached : Math.min(i + maxN, reached);
    for (let j = i; j < stop; j++) {
      if (j === i) ngram[0] = singles[i]!;
      else lookup.extend(ngram, ids.subarray(j, j + 1), 1);
      if (ngram[0]! < 0) break;
      const isCounted = isShort ? j === reached - 1 : j - i + 1 >= minN;
      if (isCounted && ngram[0]! < nodeOf.length && end[j]! > start[i]!) {
        const begin = source ? source.start[start[i]!]! : start[i]!;
        found.push({ feature: ngram[0]!, start: begin, end: source ? source.end[end[j]! - 1]! : end[j]! });
      }
    }
  }
  return found;
}
