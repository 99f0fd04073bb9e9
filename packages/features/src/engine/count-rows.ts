import type { CsrMatrix } from "@imdb/core";
import { ColumnRuns } from "./column-runs.js";
import type { ColumnFinder } from "./find-columns.js";
import { RowBuilder } from "./row-builder.js";

/** Counts the terms of texts over a fixed vocabulary; unknown terms are left out. */
export type CountRows = (texts: readonly string[]) => CsrMatrix;

/**
 * Makes the counting function of a vocabulary. Between calls it keeps nothing but its workspace.
 *
 * @param cols    Number of columns.
 * @param binary  Every term counts at most once in a text.
 */
export function rowCounter(finder: ColumnFinder, cols: number, binary: boolean): CountRows {
  const rows = new RowBuilder();
  const runs = new ColumnRuns();

  return (texts) => {
    rows.start(texts.length);
    for (const text of texts) {
      const columns = finder.find(text);
      const terms = runs.find(columns, finder.count);
      rows.reserve(terms);
      const { indices, values } = rows;
      let { used } = rows;
      for (let t = 0, from = 0; t < terms; t++) {
        const end = runs.ends[t]!;
        indices[used] = runs.columns[t]!;
        values[used++] = binary ? 1 : end - from;
        from = end;
      }
      rows.end(used);
    }
    return rows.finish(cols);
  };
}
