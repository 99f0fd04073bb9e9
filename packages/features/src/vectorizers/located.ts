import type { FeatureOccurrence } from "@imdb/core";
import type { Analyzer } from "../engine/analyzer.js";
import { COLUMN, type Vocabulary } from "../engine/vocabulary.js";
import { TokenBuffer } from "../tokenizers/token-buffer.js";

/** Finds every occurrence of a feature in a text, in order of where it starts, shorter n-grams first. */
export function locateTerms(text: string, analyzer: Analyzer, vocabulary: Vocabulary): FeatureOccurrence[] {
  const { scanner, minN, maxN } = analyzer;
  const { tokens, grams } = vocabulary;
  const buffer = new TokenBuffer();
  scanner.scan(text, buffer);
  const { count, units, from, to, hash, start, end, reach } = buffer;
  const found: FeatureOccurrence[] = [];
  for (let i = 0; i < count; i++) {
    const reached = reach[i]!;
    const isShort = scanner.keepsShort && reached - i < minN && (i === 0 || reach[i - 1] === i);
    const stop = isShort ? reached : Math.min(i + maxN, reached);
    let node = -1;
    for (let j = i; j < stop; j++) {
      const token = tokens.find(units, from[j]!, to[j]!, hash[j]!);
      if (token < 0) break;
      node = j === i ? grams.findRoot(token) : grams.findChild(node, token);
      if (node < 0) break;
      const feature = grams.nodes[4 * node + COLUMN]!;
      const counted = isShort ? j === reached - 1 : j - i + 1 >= minN;
      if (counted && feature >= 0 && end[j]! > start[i]!)
        found.push({ feature, start: start[i]!, end: end[j]! });
    }
  }
  return found;
}
