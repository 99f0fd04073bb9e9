import type { CsrMatrix } from "@imdb/core";
import { ColumnRuns } from "./column-runs.js";
import type { ColumnFinder } from "./find-columns.js";
import { grown } from "./interner.js";

const KEEP_UP_TO = 1 << 16;

/** Counts the terms of texts over a fixed vocabulary; what it does not know is left out. */
export type CountRows = (texts: readonly string[]) => CsrMatrix;

/**
 * Makes the counting function of a vocabulary. Between calls it keeps nothing but room to work in.
 *
 * @param cols    How many columns there are.
 * @param binary  Every term counts once a text.
 */
export function rowCounter(finder: ColumnFinder, cols: number, binary: boolean): CountRows {
  let indices = new Uint32Array(1024);
  let values = new Float32Array(1024);
  const runs = new ColumnRuns();

  return (texts) => {
    const indptr = new Uint32Array(texts.length + 1);
    let used = 0;
    for (let row = 0; row < texts.length; row++) {
      const columns = finder.find(texts[row]!);
      const { count } = finder;
      if (used + count > indices.length) {
        indices = grown(indices, used + count);
        values = grown(values, used + count);
      }
      const terms = runs.find(columns, count);
      for (let t = 0, from = 0; t < terms; t++) {
        const end = runs.ends[t]!;
        indices[used] = runs.columns[t]!;
        values[used++] = binary ? 1 : end - from;
        from = end;
      }
      indptr[row + 1] = used;
    }
    const matrix = {
      rows: texts.length,
      cols,
      indptr,
      indices: indices.slice(0, used),
      values: values.slice(0, used),
    };
    if (indices.length > KEEP_UP_TO) {
      indices = new Uint32Array(1024);
      values = new Float32Array(1024);
    }
    return matrix;
  };
}
