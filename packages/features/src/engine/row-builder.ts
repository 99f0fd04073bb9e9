import type { CsrMatrix } from "@imdb/core";
import { grown } from "./interner.js";

const KEEP_UP_TO = 1 << 16;

/** Makes matrices row by row. Between them it keeps nothing but room to work in. */
export class RowBuilder {
  indices = new Uint32Array(1024);
  values = new Float32Array(1024);
  /** How many entries the rows before have. */
  used = 0;
  private indptr = new Uint32Array(1);
  private row = 0;

  /** Begins a matrix of so many rows. */
  start(rows: number): void {
    if (this.indices.length > KEEP_UP_TO) {
      this.indices = new Uint32Array(1024);
      this.values = new Float32Array(1024);
    }
    this.indptr = new Uint32Array(rows + 1);
    this.used = 0;
    this.row = 0;
  }

  /** Makes room for so many entries more. */
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
    return {
      rows: this.row,
      cols,
      indptr,
      indices: this.indices.slice(0, used),
      values: this.values.slice(0, used),
    };
  }
}
