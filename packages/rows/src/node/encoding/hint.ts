import type { ReadRow } from "../../bytes/row.js";
import { likelyEncoding } from "./guess.js";

/**
 * Adds to rows that are not UTF-8 the place of the byte in the file, and the encoding that the first of them is likely to be in: most often the
 * whole file is.
 */
export function encodingHint(): (rows: ReadRow[]) => ReadRow[] {
  let likely: string | undefined;
  return (rows) => {
    rows.forEach((row, i) => {
      if (!("fault" in row) || row.fault !== "INVALID_UTF8") return;
      likely ??= likelyEncoding(row.raw);
      const hint = `it is byte ${row.byte} of the file; the file may be in ${likely}: name that in encoding`;
      rows[i] = { ...row, hint };
    });
    return rows;
  };
}
