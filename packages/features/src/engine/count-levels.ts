import { countTokens } from "./count-tokens.js";
import { extendNgrams } from "./extend-ngrams.js";
import type { Level } from "./level.js";
import type { Counting } from "./pruning.js";
import type { RankedStream } from "./ranked-stream.js";
import { countShortGroups } from "./short-groups.js";

/**
 * Counts the n-grams of a stream, one length after another. The occurrences of an n-gram are stored side by side.
 * Grouped by the token that follows, they are the occurrences of the n-grams that are one token longer, with ascending
 * documents and in term order. Where all n-grams have one token, `DocumentCounter` is faster.
 */
export function* countLevels(stream: RankedStream, counting: Counting): Generator<Level> {
  const { minN, maxN, keepsShort } = counting;
  let { level, postings } = countTokens(stream, counting);
  for (let n = 1; ; n++) {
    yield keepsShort && n < minN ? countShortGroups(stream, counting, n, level, postings) : level;
    if (n === maxN || level.size === 0) return;
    ({ level, postings } = extendNgrams(stream, counting, n + 1, postings));
  }
}
