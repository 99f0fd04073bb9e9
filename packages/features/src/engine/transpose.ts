import type { CsrMatrix } from "@imdb/core";
import { displayMatrix } from "@imdb/core/display";
import { entryStart, type Level } from "./level.js";
import type { Block, TermOrder } from "./term-order.js";

/**
 * Makes the rows of a matrix from its columns. Columns are processed in order, so that each entry belongs at the end of
 * its row: a transposition without sorting. Consecutive writes go to different rows, so each waits for memory. To
 * write once for each entry, its column and count are packed into one number if they fit, and unpacked afterwards.
 *
 * @param order  The columns are its features.
 */
export function transpose(blocks: readonly Block[], order: TermOrder, rows: number, cols: number): CsrMatrix {
  const { indptr, maxCount } = rowSizes(blocks, order, rows);
  const indices = new Uint32Array(indptr[rows]!);
  const values = new Float32Array(indptr[rows]!);
  const shift = 32 - Math.clz32(cols);
  const next = indptr.slice(0, rows);
  if (2 ** shift * (maxCount + 1) <= 2 ** 32) {
    distributePacked(blocks, order, next, indices, shift);
    unpack(indices, values, shift);
  } else {
    distribute(blocks, order, next, indices, values);
  }
  return displayMatrix({ rows, cols, indptr, indices, values });
}

/** Calls `take` for each column, with its entries in a level. */
export function eachColumn(
  blocks: readonly Block[],
  order: TermOrder,
  take: (level: Level, from: number, to: number, column: number) => void,
): void {
  let column = 0;
  for (let place = 0; place < order.size; place++) {
    if (order.isFeature[place] === 0) continue;
    const level = blocks[order.block[place]!]![order.level[place]!]!;
    const node = order.node[place]!;
    take(level, entryStart(level, node), level.entryEnd[node]!, column++);
  }
}

function rowSizes(
  blocks: readonly Block[],
  order: TermOrder,
  rows: number,
): { readonly indptr: Uint32Array; readonly maxCount: number } {
  const indptr = new Uint32Array(rows + 1);
  let maxCount = 0;
  eachColumn(blocks, order, ({ documents, counts }, from, to) => {
    for (let k = from; k < to; k++) {
      indptr[documents[k]! + 1]!++;
      if (counts[k]! > maxCount) maxCount = counts[k]!;
    }
  });
  for (let row = 0; row < rows; row++) indptr[row + 1]! += indptr[row]!;
  return { indptr, maxCount };
}

function distributePacked(
  blocks: readonly Block[],
  order: TermOrder,
  next: Uint32Array,
  packed: Uint32Array,
  shift: number,
): void {
  eachColumn(blocks, order, ({ documents, counts }, from, to, column) => {
    for (let k = from; k < to; k++) {
      const row = documents[k]!;
      packed[next[row]!] = (counts[k]! << shift) | column;
      next[row]!++;
    }
  });
}

function unpack(packed: Uint32Array, values: Float32Array, shift: number): void {
  const mask = 2 ** shift - 1;
  for (let k = 0; k < packed.length; k++) {
    const both = packed[k]!;
    values[k] = both >>> shift;
    packed[k] = both & mask;
  }
}

function distribute(
  blocks: readonly Block[],
  order: TermOrder,
  next: Uint32Array,
  indices: Uint32Array,
  values: Float32Array,
): void {
  eachColumn(blocks, order, ({ documents, counts }, from, to, column) => {
    for (let k = from; k < to; k++) {
      const at = next[documents[k]!]!++;
      indices[at] = column;
      values[at] = counts[k]!;
    }
  });
}
