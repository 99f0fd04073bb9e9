import type { CsrMatrix } from "@imdb/core";
import { displayMatrix } from "@imdb/core/display";
import { ColumnSet } from "./column-set.js";
import type { CountedDocuments } from "./document-counter.js";

/** Makes matrix rows of counted documents, some documents at a time. */
export class RowWriter {
  private readonly indptr: Uint32Array;
  private readonly indices: Uint32Array;
  private readonly values: Float32Array;
  private readonly set: ColumnSet;
  private readonly documents: CountedDocuments;
  private readonly columns: Int32Array;
  private readonly cols: number;
  private readonly binary: boolean;
  private row = 0;

  /**
   * @param columns  The column of each token, −1 for a token without one.
   * @param cols     Number of columns.
   * @param binary   Every term counts at most once in a document.
   */
  constructor(documents: CountedDocuments, columns: Int32Array, cols: number, binary: boolean) {
    this.documents = documents;
    this.columns = columns;
    this.cols = cols;
    this.binary = binary;
    this.indptr = new Uint32Array(documents.ends.length + 1);
    // Memory that is not written to is not used by the system.
    this.indices = new Uint32Array(documents.ids.length);
    this.values = new Float32Array(documents.ids.length);
    this.set = new ColumnSet(cols);
  }

  /** Number of documents that are still to be written. */
  get left(): number {
    return this.documents.ends.length - this.row;
  }

  /** Writes at most `maxRows` further documents, and returns their rows: views of what {@link finish} returns. */
  write(maxRows: number): CsrMatrix {
    const { indptr, indices, values, set, columns, cols } = this;
    const { ends, ids, counts } = this.documents;
    const from = this.row;
    const to = Math.min(from + maxRows, ends.length);
    for (let row = from, k = from === 0 ? 0 : ends[from - 1]!; row < to; row++) {
      for (const end = ends[row]!; k < end; k++) {
        const column = columns[ids[k]!]!;
        if (column >= 0) set.add(column, counts[k]!);
      }
      indptr[row + 1] = set.drain(indices, values, indptr[row]!);
    }
    if (this.binary) values.fill(1, indptr[from]!, indptr[to]!);
    this.row = to;
    return { rows: to - from, cols, indptr: indptr.subarray(from, to + 1), indices, values };
  }

  /** All rows. */
  finish(): CsrMatrix {
    const used = this.indptr[this.row]!;
    return displayMatrix({
      rows: this.row,
      cols: this.cols,
      indptr: this.indptr,
      indices: this.indices.subarray(0, used),
      values: this.values.subarray(0, used),
    });
  }
}
