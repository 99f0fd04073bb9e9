import { stat } from "node:fs/promises";
import { columnsOfText } from "@imdb/rows";
import { openParquet as openParquetFile } from "@imdb/rows/node";
import { orFileFailure } from "@imdb/runtime/files";
import { type ColumnOptions, chooseColumns } from "./columns.js";
import type { BatchInput } from "./input.js";
import type { Block } from "./job.js";

/** A row of Parquet counts as this number of bytes of a block: about the length of a review. */
const BYTES_A_ROW = 1000;

/**
 * Opens a Parquet file. One row group is held at a time, and only the columns that are needed.
 *
 * @throws `MISSING_PEER`, `FILE_FAILURE`, `UNREADABLE_FILE`, `MISSING_COLUMN`
 */
export async function openParquet(path: string, options: ColumnOptions): Promise<BatchInput> {
  const { size, mtimeMs } = await orFileFailure(stat(path), "read", path);
  const file = await openParquetFile(path);
  try {
    const columns = chooseColumns(path, file.columns, options);
    const names = [
      ...columnsOfText(columns.text),
      ...(columns.id === null ? [] : [columns.id]),
      ...columns.keep,
    ];
    return {
      reading: null,
      start: { row: 1, line: 0, byte: 0 },
      total: file.rows,
      unit: "rows",
      columns,
      fingerprint: `${size} bytes, changed ${mtimeMs}`,
      async *blocks(start, blockSize): AsyncGenerator<Block> {
        const blockRows = Math.max(1, Math.floor(blockSize / BYTES_A_ROW));
        let from = start;
        for await (const group of file.groups(names, start.row - 1)) {
          for (let at = 0; at < group.length; at += blockRows) {
            const { row } = from;
            const content = group.slice(at, at + blockRows).map((value, i) => ({ row: row + i, value }));
            const next = { ...from, row: row + content.length };
            yield { from, rows: content.length, next, content };
            from = next;
          }
        }
      },
      done: ({ row }) => row - 1,
      close: file.close,
    };
  } catch (cause) {
    await file.close();
    throw cause;
  }
}
