import type { CsrMatrix } from "@imdb/core";
import { displayMatrix } from "@imdb/core/display";
import { grown } from "./interner.js";

const MAX_KEPT = 1 << 16;

/** Makes matrices row by row. Between matrices it keeps nothing but its workspace. */
export class RowBuilder {
  indices = new Uint32Array(1024);
  values = new Float32Array(1024);
  /** Number of entries of the rows before. */
  used = 0;
  private indptr = new Uint32Array(1);
  private row = 0;

  /** Begins a matrix with a number of rows. */
  start(rows: number): void {
    if (this.indices.length > MAX_KEPT) {
      this.indices = new Uint32Array(1024);
      this.values = new Float32Array(1024);
    }
    this.indptr = new Uint32Array(rows + 1);
    this.used = 0;
    this.row = 0;
  }

  /** Makes space for a number of further entries. */
  reserve(count: number): void {
    if (this.used + count <= this.indices.length) return;
    this.indices = grown(this.indices, this.used + count);
    this.values = grown(this.values, this.used + count);
  }

  /** Ends a row whose entries end at `used`. */
  end(used: number): void {
    this.used = used;
    this.indptr[++this.row] = used;
  }

  /** The matrix, in arrays of its own. */
  finish(cols: number): CsrMatrix {
    const { indptr, used } = this;
    return displayMatrix({
      rows: this.row,
      cols,
      indptr,
      indices: this.indices.slice(0, used),
      values: this.values.slice(0, used),
    });
  }
}
