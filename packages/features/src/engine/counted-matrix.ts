import type { CsrMatrix } from "@imdb/core";
import { RowSorter } from "./row-sort.js";
import type { TermCounter } from "./term-counter.js";

/**
 * The counts of a counter as a matrix over the kept columns, rows sorted. Works in place: the counter's
 * entries are gone afterwards.
 */
export function countedMatrix(counter: TermCounter, columnOf: Int32Array, cols: number): CsrMatrix {
  const { entries, counts, rowEnds, documents } = counter;
  const indptr = new Uint32Array(documents + 1);
  const sorter = new RowSorter();
  const bits = 32 - Math.clz32(Math.max(cols - 1, 1));
  let read = 0;
  let write = 0;
  for (let row = 0; row < documents; row++) {
    for (const end = rowEnds[row]!; read < end; read++) {
      const column = columnOf[entries[read]!]!;
      if (column < 0) continue;
      entries[write] = column;
      counts[write++] = counts[read]!;
    }
    indptr[row + 1] = write;
    sorter.sort(entries, counts, indptr[row]!, write, bits);
  }
  return { rows: documents, cols, indptr, indices: entries.slice(0, write), values: counts.slice(0, write) };
}
