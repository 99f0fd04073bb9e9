import { RankSet } from "./rank-set.js";
import { GROUP_END, type TokenStream } from "./token-stream.js";

/** Some documents as rows of ranks and their counts, and in how many of them each rank is. */
export interface TokenRows {
  readonly indptr: Uint32Array;
  readonly indices: Uint32Array;
  readonly values: Float32Array;
  readonly documents: Uint32Array;
}

/**
 * Counts the tokens of the documents `from … to`, each document by itself in a set that stays in the processor's
 * cache: where no longer n-grams are wanted, rows need not be made of columns.
 *
 * @param rank   The rank of each token of the stream, negative for those that have none.
 * @param ranks  How many ranks there are.
 */
export function countTokenRows(
  { ids, documentEnds }: TokenStream,
  rank: Int32Array,
  ranks: number,
  { from, to, binary }: { readonly from: number; readonly to: number; readonly binary: boolean },
): TokenRows {
  const start = from === 0 ? 0 : documentEnds[from - 1]!;
  const room = to === from ? 0 : documentEnds[to - 1]! - start;
  const indptr = new Uint32Array(to - from + 1);
  // Memory that is not written to takes no room.
  const indices = new Uint32Array(room);
  const values = new Float32Array(room);
  const documents = new Uint32Array(ranks);
  const set = new RankSet(ranks);
  let used = 0;
  for (let document = from, p = start; document < to; document++) {
    for (const end = documentEnds[document]!; p < end; p++) {
      const id = ids[p]!;
      if (id === GROUP_END) continue;
      const ofToken = rank[id]!;
      set.add(ofToken < 0 ? ranks : ofToken);
    }
    const first = used;
    used = set.drain(ranks, indices, values, used);
    for (let k = first; k < used; k++) documents[indices[k]!]!++;
    indptr[document - from + 1] = used;
  }
  if (binary) values.fill(1, 0, used);
  return { indptr, indices: indices.subarray(0, used), values: values.subarray(0, used), documents };
}
