import { ColumnSorter } from "./column-sorter.js";
import { GROUP_END, type TokenStream } from "./token-stream.js";

/** Some documents as rows of ranks and their counts, and in how many of them each rank is. */
export interface TokenRows {
  readonly indptr: Uint32Array;
  readonly indices: Uint32Array;
  readonly values: Float32Array;
  readonly documents: Uint32Array;
}

/**
 * Counts the tokens of the documents `from … to` by sorting each document's ranks, which stay in the
 * processor's cache meanwhile: where no longer n-grams are wanted, rows need not be made of columns.
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
  const sorter = new ColumnSorter();
  const bits = 32 - Math.clz32(Math.max(ranks - 1, 1));
  let keys = new Uint32Array(1024);
  let used = 0;
  for (let document = from, p = start; document < to; document++) {
    const end = documentEnds[document]!;
    if (keys.length < end - p) keys = new Uint32Array(2 * (end - p));
    let count = 0;
    for (; p < end; p++) {
      if (ids[p] === GROUP_END) continue;
      const key = rank[ids[p]!]!;
      keys[count] = key;
      // What has no rank is written over by the next; which has none cannot be predicted.
      count += 1 + (key >> 31);
    }
    const sorted = sorter.sort(keys, count, bits);
    for (let k = 0; k < count; ) {
      const key = sorted[k]!;
      const first = k++;
      while (k < count && sorted[k] === key) k++;
      documents[key]!++;
      indices[used] = key;
      values[used++] = binary ? 1 : k - first;
    }
    indptr[document - from + 1] = used;
  }
  return { indptr, indices: indices.subarray(0, used), values: values.subarray(0, used), documents };
}
