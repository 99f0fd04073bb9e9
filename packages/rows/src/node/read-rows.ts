import { createHash } from "node:crypto";
import { basename } from "node:path";
import { throwIfCancelled } from "@imdb/core";
import {
  checkOption,
  either,
  integer,
  type OptionRule,
  oneOf,
  optional,
  optionsOf,
  text,
} from "@imdb/core/options";
import { absolutePath, openPlainHandle } from "@imdb/runtime/files";
import type { ReadRow } from "../bytes/row.js";
import { type CsvDialect, dialectOptions, dialectRules } from "../csv/dialect.js";
import { HeadReader } from "../format/head-reader.js";
import { askedColumns, type FileHead, rowReader } from "../format/line-format.js";
import { jsonListReader } from "../json/list-reader.js";
import { type ByteOptions, byteOptions, type FileRecord, readBytes, unpackedName } from "./byte-source.js";
import { encodingHint } from "./encoding/hint.js";
import { readSheetRows } from "./excel/read-sheet.js";
import { openParquet } from "./parquet-file.js";
import { CHUNK_BYTES, storedBytes } from "./unpack/stored-bytes.js";

/** Formats of rows. `json` is a file that is one list of objects. */
export type RowFormat = "csv" | "jsonl" | "json" | "parquet" | "excel";

/** The marks of a CSV file that were to be detected. */
export type DetectedMarks = Pick<CsvDialect, "delimiter" | "quote">;

/** What a file of rows was, once it is read to the end. */
export interface FileOfRows extends FileRecord {
  /** What was detected, where the options ask for it. */
  readonly detected?: DetectedMarks;
  /** The sheet of an Excel file, as the options name it. */
  readonly sheet?: string | number;
}

/** How a file of rows is read. The default of `encoding` is UTF-8; Parquet has none. */
export interface ReadRowsOptions extends CsvDialect, ByteOptions {
  readonly format: RowFormat;
  /** The columns that are asked for: CSV may have others twice, which are left out then. Default: all. */
  readonly columns?: readonly string[] | undefined;
  /** The sheet of an Excel file: its name, or its number from 1. Default: the first. */
  readonly sheet?: string | number | undefined;
  /** Called with what the file was, once it is read to the end. */
  readonly onFile?: ((file: FileOfRows) => void) | undefined;
}

/** The rule of the option `sheet`. */
export const sheetRule: OptionRule<string | number> = either(text, integer(1));

const readRowsOptions = optionsOf<ReadRowsOptions, Exclude<keyof ReadRowsOptions, "format">>({
  format: oneOf<RowFormat>("csv", "jsonl", "json", "parquet", "excel"),
  columns: optional(askedColumns),
  sheet: optional(sheetRule),
  ...dialectRules,
  ...byteOptions.rules,
});

/** Some rows of a file, in its order. */
export interface RowBatch {
  /** Names of the columns; JSON and JSON Lines have none. */
  readonly columns: readonly string[] | undefined;
  readonly rows: readonly ReadRow[];
}

/**
 * Reads a file of rows in bounded memory; CSV, JSON Lines and JSON also compressed (`.gz`, `.zst`, `.zip`). The options are checked
 * at once and a relative path is resolved at once; the file is opened when the rows are read.
 *
 * @throws `FILE_FAILURE`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `NO_DOCUMENTS` for a CSV file
 *         without a header, `DUPLICATE_COLUMN`, `UNREADABLE_FILE`, `INVALID_ENCODING`, `INVALID_OPTION`, `CANCELLED`; for Parquet and Excel `MISSING_PEER`
 */
export function readRows(given: string, options: ReadRowsOptions): AsyncGenerator<RowBatch> {
  checkOption("path", given, text, "readRows");
  const { format } = readRowsOptions.resolve(options, `readRows(${JSON.stringify(basename(given))})`);
  const path = absolutePath(given);
  if (format === "parquet") return readParquetRows(path, options);
  if (format === "excel") return readSheetRows(path, options);
  return format === "json" ? readList(path, options) : readLines(path, format, options);
}

async function* readList(path: string, options: ReadRowsOptions): AsyncGenerator<RowBatch> {
  const reader = jsonListReader(basename(path));
  const withHint = encodingHint();
  for await (const chunk of readText(path, options)) {
    yield { columns: undefined, rows: withHint(reader.push(chunk)) };
  }
  yield { columns: undefined, rows: withHint(reader.end()) };
}

async function* readLines(
  path: string,
  format: "csv" | "jsonl",
  options: ReadRowsOptions,
): AsyncGenerator<RowBatch> {
  const name = await unpackedName(path, options.entry);
  const head = new HeadReader(name, format, dialectOptions.pick(options), options.columns);
  let lines: LineReader | undefined;
  let detected: DetectedMarks | undefined;
  let file: FileRecord | undefined;
  const onFile = (read: FileRecord) => {
    file = read;
  };
  for await (const chunk of readText(path, { ...options, onFile: options.onFile && onFile })) {
    if (lines !== undefined) yield lines.push(chunk);
    else {
      const found = head.push(chunk);
      if (found === undefined) continue;
      lines = lineReader(found);
      detected = detectedMarks(found, options);
      yield lines.push(head.bytes.subarray(found.start.byte));
    }
  }
  if (lines === undefined) {
    const found = head.end();
    lines = lineReader(found);
    detected = detectedMarks(found, options);
    yield lines.push(head.bytes.subarray(found.start.byte));
  }
  if (file !== undefined) options.onFile?.({ ...file, ...(detected && { detected }) });
  yield lines.end();
}

function detectedMarks({ reading }: FileHead, { delimiter, quote }: CsvDialect): DetectedMarks | undefined {
  if (reading.format !== "csv" || (delimiter !== "detect" && quote !== "detect")) return undefined;
  const { layout } = reading;
  return {
    ...(delimiter === "detect" ? { delimiter: layout.delimiter } : {}),
    ...(quote === "detect" ? { quote: layout.quote } : {}),
  };
}

/** The bytes of a text file as UTF-8. */
function readText(path: string, options: ReadRowsOptions): AsyncGenerator<Uint8Array> {
  return readBytes(path, { ...byteOptions.pick(options), encoding: options.encoding ?? "utf-8" });
}

interface LineReader {
  push(chunk: Uint8Array): RowBatch;
  end(): RowBatch;
}

function lineReader({ reading, start }: FileHead): LineReader {
  const columns = reading.format === "csv" ? reading.layout.header : undefined;
  const reader = rowReader(reading, start);
  const withHint = encodingHint();
  return {
    push: (chunk) => ({ columns, rows: withHint(reader.push(chunk)) }),
    end: () => ({ columns, rows: withHint(reader.end()) }),
  };
}

async function* readParquetRows(path: string, options: ReadRowsOptions): AsyncGenerator<RowBatch> {
  const { signal, onProgress, onFile, maxBytes, maxRatio } = options;
  const name = basename(path);
  const file = await openParquet(path, { maxBytes, maxRatio });
  try {
    const { columns, bytes } = file;
    let row = 0;
    for await (const group of file.groups()) {
      throwIfCancelled(signal, `Reading ${name}`);
      yield { columns, rows: group.map((value) => ({ row: ++row, value })) };
      onProgress?.({
        stage: "reading",
        done: Math.round((bytes * row) / file.rows),
        total: bytes,
        unit: "bytes",
      });
    }
    onFile?.({ name, bytes, sha256: await hashFile(path) });
  } finally {
    await file.close();
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  const { handle } = await openPlainHandle(path, "read", { links: "followed" });
  try {
    for await (const chunk of storedBytes(handle, 0, CHUNK_BYTES)) hash.update(chunk);
  } finally {
    await handle.close();
  }
  return hash.digest("hex");
}
