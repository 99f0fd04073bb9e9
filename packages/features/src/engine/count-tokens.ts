import { type Level, LevelBuilder } from "./level.js";
import { emptyPostings, type Postings } from "./postings.js";
import type { Counting } from "./pruning.js";
import type { RankedStream } from "./ranked-stream.js";

/**
 * Counts the n-grams of one token, before longer ones are counted: puts the occurrences of each token together, and then
 * counts them.
 */
export function countTokens(
  stream: RankedStream,
  counting: Counting,
): { readonly level: Level; readonly postings: Postings } {
  const postings = locateTokens(stream, counting);
  const { minN, from, limits, binary } = counting;
  const { ends, stride, numbers } = postings;
  const builder = new LevelBuilder(minN === 1 ? numbers.length / stride : 0);
  const { documents, counts } = builder;
  for (let node = 0, k = 0; node < ends.length; node++) {
    const base = builder.used;
    let used = base;
    if (minN > 1) k = ends[node]! * stride;
    let last = -1;
    for (const end = ends[node]! * stride; k < end; k += stride) {
      const document = numbers[k]!;
      if (document === last) {
        counts[used - 1]!++;
      } else {
        last = document;
        documents[used] = document;
        counts[used++] = 1;
      }
    }
    const inDocuments = used - base;
    if (inDocuments >= limits.minDocuments && inDocuments <= limits.maxDocuments) builder.used = used;
    builder.push(0, node + from);
  }
  if (binary) counts.fill(1, 0, builder.used);
  return { level: builder.finish(), postings };
}

/** Finds where the tokens of the range occur: a counting sort, since the count of each token is known. */
function locateTokens({ ids, documentEnds, occurrences }: RankedStream, counting: Counting): Postings {
  const { from, to, maxN, keepsShort } = counting;
  const width = to - from;
  const next = new Uint32Array(width);
  let total = 0;
  for (let token = 0; token < width; token++) {
    next[token] = total;
    total += occurrences[from + token]!;
  }
  const { ends, stride, numbers } = emptyPostings(total, width, keepsShort || maxN > 2 ? 3 : 2);
  for (let document = 0, p = 0; document < documentEnds.length; document++) {
    for (const end = documentEnds[document]!; p < end; p++) {
      const token = ids[p]! - from;
      if (token < 0 || token >= width) continue;
      const at = next[token]! * stride;
      next[token]!++;
      numbers[at] = document;
      numbers[at + 1] = ids[p + 1]!;
      if (stride > 2) numbers[at + 2] = p + 1;
    }
  }
  ends.set(next);
  return { ends, stride, numbers };
}
