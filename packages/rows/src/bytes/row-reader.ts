import type { ReadRow } from "./row.js";
import type { HeldRow, RowBuffer } from "./row-buffer.js";

/** Reads rows of bytes that come in chunks: the same rows wherever they are cut. */
export interface RowReader {
  /** The rows that are whole by now. */
  push(chunk: Uint8Array): ReadRow[];
  /** The rest. */
  end(): ReadRow[];
}

/** A reader of what a buffer holds. */
export function createRowReader(buffer: RowBuffer, read: (held: HeldRow) => ReadRow | undefined): RowReader {
  function rows(): ReadRow[] {
    const found: ReadRow[] = [];
    for (let held = buffer.next(); held !== undefined; held = buffer.next()) {
      const row = read(held);
      if (row !== undefined) found.push(row);
    }
    return found;
  }
  return {
    push(chunk) {
      buffer.push(chunk);
      return rows();
    },
    end() {
      buffer.end();
      return rows();
    },
  };
}
