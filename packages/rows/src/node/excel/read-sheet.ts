import { createHash } from "node:crypto";
import { basename } from "node:path";
import { loadPeer, type RunOptions, throwIfCancelled } from "@imdb/core";
import { openPlainHandle } from "@imdb/runtime/files";
import type { GoodRow } from "../../bytes/row.js";
import { withoutDuplicates } from "../../csv/column-names.js";
import { EXPECTED_ROWS, NoDocuments, UnreadableFile } from "../../errors.js";
import { readable } from "../../format/readable.js";
import { valueText } from "../../values/row-values.js";
import { type UnpackLimits, UnpackMeter } from "../unpack/limits.js";
import { CHUNK_BYTES, storedBytes } from "../unpack/stored-bytes.js";
import { type CheckOptions, checkedWorkbook } from "./check-workbook.js";
import { excelNumber } from "./excel-number.js";

/** The unpacked bytes of a workbook, which is held in memory, unless `maxBytes` says another number. */
const MAX_BYTES = 2 ** 28;
/** The characters of a cell, by the specification of Excel. */
const LONGEST_CELL = 32_767;
const BATCH = 1024;
/** Of the package, the entry for every runtime. */
const ENTRY = "read-excel-file/universal" as string;

/** What a workbook was, and which of its sheets the options name. */
interface SheetRecord {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly sheet?: string | number;
}

/** How a sheet is read. */
export interface SheetOptions extends UnpackLimits, Pick<RunOptions, "signal"> {
  /** Its name, or its number from 1. Default: the first. */
  readonly sheet?: string | number | undefined;
  /** Names of the columns, for a sheet without a row of names. Default: its first row that is not empty. */
  readonly header?: readonly string[] | undefined;
  /** The columns that are asked for. Default: all. */
  readonly columns?: readonly string[] | undefined;
  readonly onFile?: ((file: SheetRecord) => void) | undefined;
}

type Library = typeof import("read-excel-file/universal");
type Cell = string | number | bigint | boolean | Date | object | null;

/**
 * Reads a sheet of an `.xlsx` file, which is held in memory. `line` of a row is the number that Excel shows beside it. Empty
 * rows are passed over; they count.
 *
 * @throws `MISSING_PEER`, `FILE_FAILURE`, `UNREADABLE_FILE`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `DUPLICATE_COLUMN`,
 *         `NO_DOCUMENTS`, `CANCELLED`
 */
export async function* readSheetRows(
  path: string,
  options: SheetOptions,
): AsyncGenerator<{ readonly columns: readonly string[]; readonly rows: readonly GoodRow[] }> {
  const { sheet, header: given, columns: asked, signal, onFile, maxBytes = MAX_BYTES, maxRatio } = options;
  const file = basename(path);
  const library = await loadPeer<Library>(
    "read-excel-file",
    "Reading Excel files",
    () => import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ ENTRY),
  );
  const { checked, bytes, sha256 } = await checkedFile(path, { maxBytes, maxRatio, signal });
  throwIfCancelled(signal, `Reading ${file}`);
  const cells = await readable(file, "Excel", async () => {
    const reading = { trim: false, parseNumber: excelNumber };
    return (await library.readSheet(checked, sheet ?? 1, reading)) as Cell[][];
  });
  const meter = new UnpackMeter(file, { maxBytes, maxRatio });
  meter.packed = bytes;
  countTexts(file, cells, meter);
  const first = given === undefined ? cells.findIndex(hasValue) : -1;
  if (given === undefined && first < 0) {
    throw NoDocuments.create({ file, problem: "its sheet is empty", expected: EXPECTED_ROWS.excel });
  }
  const names = given ?? cells[first]!.map((cell) => valueText(cell) ?? "");
  const columns = withoutDuplicates(file, names, given === undefined ? asked : undefined);
  for (let start = first + 1; start < cells.length; start += BATCH) {
    throwIfCancelled(signal, `Reading ${file}`);
    const rows = cells.slice(start, start + BATCH).flatMap((row, i): GoodRow[] => {
      const at = start + i;
      return hasValue(row) ? [{ row: at - first, line: at + 1, value: recordOf(columns, row) }] : [];
    });
    yield { columns, rows };
  }
  onFile?.({ name: file, bytes, sha256, ...(sheet === undefined ? {} : { sheet }) });
}

function hasValue(row: readonly Cell[]): boolean {
  return row.some((cell) => cell !== null);
}

function recordOf(columns: readonly string[], row: readonly Cell[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  columns.forEach((name, i) => {
    if (name === "") return;
    // Defined, not assigned: the name may be `__proto__`.
    const field = { value: row[i] ?? null, enumerable: true, writable: true, configurable: true };
    Object.defineProperty(record, name, field);
  });
  return record;
}

/** A workbook as it was checked, with the size and the hash of its file. */
async function checkedFile(path: string, options: CheckOptions) {
  const name = basename(path);
  const { handle, found } = await openPlainHandle(path, "read", { links: "followed" });
  try {
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const chunk of storedBytes(handle, 0, CHUNK_BYTES)) {
      throwIfCancelled(options.signal, `Reading ${name}`);
      if (bytes === 0) assertZip(name, chunk);
      hash.update(chunk);
      bytes += chunk.length;
    }
    if (bytes === 0) assertZip(name, new Uint8Array());
    const checked = await readable(name, "Excel", () => checkedWorkbook(name, handle, found.size, options));
    return { checked: checked.buffer, bytes, sha256: hash.digest("hex") };
  } finally {
    await handle.close();
  }
}

function assertZip(file: string, begin: Uint8Array): void {
  if (begin[0] === 0x50 && begin[1] === 0x4b) return;
  const problem =
    "it is no .xlsx file; save an .xls file, or one with a password, as .xlsx without a password";
  throw UnreadableFile.create({ file, format: "Excel", problem });
}

/** Counts a text as often as it is a cell: the file has it once, and each row that is read holds it. */
function countTexts(file: string, cells: readonly (readonly Cell[])[], meter: UnpackMeter): void {
  cells.forEach((row, i) => {
    for (const cell of row) {
      if (typeof cell !== "string") continue;
      if (cell.length > LONGEST_CELL) {
        const problem = `a cell of row ${i + 1} has ${cell.length} characters, and at most ${LONGEST_CELL} may be in one`;
        throw UnreadableFile.create({ file, format: "Excel", problem });
      }
      meter.unpack(cell.length);
    }
  });
}
