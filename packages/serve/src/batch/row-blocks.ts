import type { ReadRow, RowStart } from "@imdb/rows";
import type { Columns } from "./columns.js";
import type { Block } from "./job.js";
import { heldRow } from "./score-row.js";

/** A row that is already read counts as this number of bytes of a block: about the length of a review. */
const BYTES_A_ROW = 1000;

/** Cuts rows that are already read into blocks, from a row on. The number of a row is all that tells where it is. */
export async function* rowBlocks(
  batches: AsyncIterable<readonly ReadRow[]>,
  start: RowStart,
  blockSize: number,
  columns: Columns,
): AsyncGenerator<Block> {
  const blockRows = Math.max(1, Math.floor(blockSize / BYTES_A_ROW));
  let from = start;
  for await (const batch of batches) {
    const rows = batch.filter(({ row }) => row >= start.row);
    for (let at = 0; at < rows.length; at += blockRows) {
      const part = rows.slice(at, at + blockRows);
      const next = { ...from, row: part.at(-1)!.row + 1 };
      yield { from, rows: next.row - from.row, next, content: part.map((row) => heldRow(row, columns)) };
      from = next;
    }
  }
}
