import { Interner } from "../engine/interner.js";
import type { Scanner } from "../tokenizers/scanner.js";

/** Makes a scanner that removes stop words, before n-grams are made of the other words. */
export function withoutStopWords(scanner: Scanner, stopWords: readonly string[]): Scanner {
  const stops = new Interner();
  for (const word of stopWords) stops.internText(word);
  return {
    ...scanner,
    scan(text, into) {
      scanner.scan(text, into);
      const { units, from, to, low, high, start, end } = into;
      let kept = 0;
      for (let i = 0; i < into.count; i++) {
        if (stops.find(units, from[i]!, to[i]!, low[i]!, high[i]!) >= 0) continue;
        from[kept] = from[i]!;
        to[kept] = to[i]!;
        low[kept] = low[i]!;
        high[kept] = high[i]!;
        start[kept] = start[i]!;
        end[kept] = end[i]!;
        kept++;
      }
      into.count = kept;
      into.reach.fill(kept, 0, kept);
    },
  };
}
