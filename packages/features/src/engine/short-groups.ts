import { type Level, LevelBuilder } from "./level.js";
import type { Postings } from "./postings.js";
import type { Counting } from "./pruning.js";
import { GROUP_END, type TokenStream } from "./token-stream.js";

/**
 * Gives the n-grams of a level, all shorter than the shortest that counts, entries for the groups that are
 * just so long: as in `charWb`, where a padded word shorter than the shortest n-gram counts whole.
 *
 * @param n         How long the level's n-grams are.
 * @param postings  Where they occur, with their places.
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
    if (inDocuments >= limits.least && inDocuments <= limits.most) builder.used = used;
    builder.push(level.parent[node]!, level.token[node]!);
  }
  if (binary) counts.fill(1, 0, builder.used);
  return builder.finish();
}
