import { type Level, LevelBuilder } from "./level.js";
import type { Postings } from "./postings.js";
import type { Counting } from "./pruning.js";
import { GROUP_END, type TokenStream } from "./token-stream.js";

/**
 * Counts the groups of `n` tokens, where `n` is less than the shortest n-gram: in `charWb` a padded word with fewer
 * characters than the shortest n-gram counts as a whole.
 *
 * @param n         Number of tokens of the level's n-grams.
 * @param postings  Their occurrences, with positions.
 * @returns         The level with entries for these groups.
 */
export function countShortGroups(
  { ids }: TokenStream,
  { binary, limits }: Counting,
  n: number,
  level: Level,
  postings: Postings,
): Level {
  const { ends, stride, numbers } = postings;
  const builder = new LevelBuilder(numbers.length / stride);
  const { documents, counts } = builder;
  for (let node = 0, k = 0; node < level.size; node++) {
    const base = builder.used;
    let used = base;
    for (const end = ends[node]! * stride; k < end; k += stride) {
      const start = numbers[k + 2]! - n;
      const isGroup = numbers[k + 1] === GROUP_END && (start === 0 || ids[start - 1] === GROUP_END);
      if (!isGroup) continue;
      const document = numbers[k]!;
      if (used > base && documents[used - 1] === document) {
        counts[used - 1]!++;
      } else {
        documents[used] = document;
        counts[used++] = 1;
      }
    }
    const inDocuments = used - base;
    if (inDocuments >= limits.minDocuments && inDocuments <= limits.maxDocuments) builder.used = used;
    builder.push(level.parent[node]!, level.token[node]!);
  }
  if (binary) counts.fill(1, 0, builder.used);
  return builder.finish();
}
