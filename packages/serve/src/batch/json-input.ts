import { stat } from "node:fs/promises";
import type { Progress } from "@imdb/core";
import { EXPECTED_ROWS, type ReadRow } from "@imdb/rows";
import { readRows } from "@imdb/rows/node";
import { orFileFailure } from "@imdb/runtime/files";
import { type ColumnOptions, chooseColumns } from "./columns.js";
import type { BatchInput, TextBytes } from "./input.js";
import { rowBlocks } from "./row-blocks.js";

/**
 * Opens a JSON file that is one list of objects, also compressed. A batch that is continued reads it from its beginning.
 *
 * @throws `FILE_FAILURE`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `UNREADABLE_FILE` for a file that is no list,
 *         `INVALID_ENCODING`, `INVALID_OPTION`
 */
export async function openJson(path: string, bytes: TextBytes, options: ColumnOptions): Promise<BatchInput> {
  const { size, mtimeMs } = await orFileFailure(stat(path), "read", path);
  let stored = 0;
  const onProgress = ({ done }: Progress) => {
    stored = done;
  };
  async function* batches(): AsyncGenerator<readonly ReadRow[]> {
    for await (const { rows } of readRows(path, { ...bytes, format: "json", onProgress })) yield rows;
  }
  // A file that is no list is refused before anything is written.
  for await (const _ of batches()) break;
  const columns = chooseColumns(path, undefined, options);
  return {
    reading: null,
    expected: EXPECTED_ROWS.json,
    start: { row: 1, line: 0, byte: 0 },
    total: size,
    unit: "bytes",
    columns,
    fingerprint: `${size} bytes, changed ${mtimeMs}`,
    blocks: (start, blockSize) => rowBlocks(batches(), start, blockSize, columns),
    done: () => stored,
    close: async () => {},
  };
}
