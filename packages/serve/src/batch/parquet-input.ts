import { stat } from "node:fs/promises";
import { columnsOfText, EXPECTED_ROWS } from "@imdb/rows";
import { openParquet as openParquetFile } from "@imdb/rows/node";
import { orFileFailure } from "@imdb/runtime/files";
import { type ColumnOptions, chooseColumns } from "./columns.js";
import type { BatchInput } from "./input.js";
import { rowBlocks } from "./row-blocks.js";

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
    async function* batches(from: number) {
      let row = from;
      for await (const group of file.groups(names, from - 1))
        yield group.map((value) => ({ row: row++, value }));
    }
    return {
      reading: null,
      expected: EXPECTED_ROWS.parquet,
      start: { row: 1, line: 0, byte: 0 },
      total: file.rows,
      unit: "rows",
      columns,
      fingerprint: `${size} bytes, changed ${mtimeMs}`,
      blocks: (start, blockSize) => rowBlocks(batches(start.row), start, blockSize, columns),
      done: ({ row }) => row - 1,
      close: file.close,
    };
  } catch (cause) {
    await file.close();
    throw cause;
  }
}
