import { stat } from "node:fs/promises";
import type { TextColumn } from "@imdb/core";
import { EXPECTED_ROWS, type ReadRow, sheetTexts } from "@imdb/rows";
import { type ReadRowsOptions, readRows } from "@imdb/rows/node";
import { orFileFailure } from "@imdb/runtime/files";
import { askedColumns, type ColumnOptions, chooseColumns } from "./columns.js";
import type { BatchInput } from "./input.js";
import { rowBlocks } from "./row-blocks.js";

/** How a sheet of a workbook is opened. */
export type SheetOptions = Pick<ReadRowsOptions, "sheet" | "header" | "maxBytes" | "maxRatio">;

/**
 * Opens a sheet of an Excel file, which is held in memory.
 *
 * @throws `MISSING_PEER`, `FILE_FAILURE`, `UNREADABLE_FILE`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `DUPLICATE_COLUMN`,
 *         `MISSING_COLUMN`, `NO_DOCUMENTS`
 */
export async function openExcel(
  path: string,
  sheet: SheetOptions,
  options: ColumnOptions,
): Promise<BatchInput> {
  const { size, mtimeMs } = await orFileFailure(stat(path), "read", path);
  const held: (readonly ReadRow[])[] = [];
  let header: readonly string[] | undefined;
  const asked = askedColumns(options);
  for await (const batch of readRows(path, { ...sheet, format: "excel", columns: asked })) {
    header = batch.columns;
    held.push(batch.rows);
  }
  const columns = chooseColumns(path, header, options);
  return {
    reading: null,
    expected: EXPECTED_ROWS.excel,
    start: { row: 1, line: 0, byte: 0 },
    total: held.at(-1)?.at(-1)?.row ?? 0,
    unit: "rows",
    columns,
    fingerprint: `${size} bytes, changed ${mtimeMs}`,
    blocks: (start, blockSize) => rowBlocks(inBatches(held, columns.text), start, blockSize, columns),
    done: ({ row }) => row - 1,
    close: async () => {},
  };
}

async function* inBatches(
  held: readonly (readonly ReadRow[])[],
  text: TextColumn,
): AsyncGenerator<readonly ReadRow[]> {
  for (const rows of held) yield sheetTexts(rows, text);
}
