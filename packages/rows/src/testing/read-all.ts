import type { ReadRow } from "../bytes/row.js";
import type { CsvDialect } from "../csv/dialect.js";
import { readHead, rowReader } from "../format/line-format.js";

/** Bytes of a text, or bytes as they are. */
export function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

/** The header and the rows of a file that is pushed in chunks; their sizes repeat. */
export function readAll(
  content: string | Uint8Array,
  dialect: CsvDialect = {},
  sizes: readonly number[] = [1 << 30],
): { header: readonly string[]; rows: ReadRow[] } {
  const bytes = bytesOf(content);
  const { reading, start } = readHead("in.csv", "csv", bytes, true, dialect)!;
  const reader = rowReader(reading, start);
  const rows: ReadRow[] = [];
  for (let at = start.byte, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    rows.push(...reader.push(bytes.slice(at, at + size)));
    at += size;
  }
  rows.push(...reader.end());
  return { header: reading.format === "csv" ? reading.layout.header : [], rows };
}

/** The values of good rows, and `row line fault` of bad rows. */
export function summaries(rows: readonly ReadRow[]): unknown[] {
  return rows.map((row) =>
    "fault" in row ? `${row.row} ${row.line} ${row.fault}` : Object.values(row.value as object),
  );
}
