import { jsonLine } from "@imdb/rows";
import type { InvalidRow } from "../sources/invalid-row.js";

/** An invalid row as a line of JSON; a raw value that JSON cannot hold is kept as its text. */
export function toJsonLine(row: InvalidRow): string {
  try {
    return jsonLine(row);
  } catch {
    return jsonLine({ ...row, raw: String(row.raw) });
  }
}
