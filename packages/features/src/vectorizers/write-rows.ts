import { type CsrMatrix, type RunOptions, throwIfCancelled, yieldToEventLoop } from "@imdb/core";
import type { RowWriter } from "../engine/row-writer.js";
import { type Weighting, weigh } from "./weighting.js";

/** Number of rows that are written and then weighed while they are in the processor's cache. */
const ROWS = 64;

/** Milliseconds that the calling thread works before it yields to the event loop. */
export const SLICE_MS = 15;

/** Writes and weighs the next rows of a writer. */
export function writeNextRows(
  writer: RowWriter,
  idf: Float64Array | null,
  weighting: Weighting | null,
): void {
  const rows = writer.write(ROWS);
  if (weighting !== null) weigh(rows, idf, weighting);
}

/** Writes and weighs all rows, yielding to the event loop every 15 ms. */
export async function rowsOf(
  writer: RowWriter,
  idf: Float64Array | null,
  weighting: Weighting | null,
  run: RunOptions,
): Promise<CsrMatrix> {
  while (writer.left > 0) {
    for (const until = Date.now() + SLICE_MS; writer.left > 0 && Date.now() <= until; ) {
      writeNextRows(writer, idf, weighting);
    }
    await yieldToEventLoop();
    throwIfCancelled(run.signal, "Counting terms");
  }
  return writer.finish();
}

/** Total length of texts, in UTF-16 code units. */
export function charactersOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
