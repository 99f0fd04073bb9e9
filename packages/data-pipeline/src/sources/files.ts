import type { RowsReading } from "@imdb/core";
import { checkOption, optional, optionsOf, text, withoutContext } from "@imdb/core/options";
import {
  type BadRow,
  type CsvDialect,
  csvMarks,
  decodeUtf8,
  dialectOptions,
  dialectRules,
  type EncodingName,
  EXPECTED_ROWS,
  encodingRule,
  MissingColumn,
  NoDocuments,
  sheetTexts,
} from "@imdb/rows";
import {
  type FileOfRows,
  type RowBatch,
  type RowFormat,
  readRows,
  sheetRule,
  type UnpackLimits,
  unpackRules,
  withoutCompression,
} from "@imdb/rows/node";
import { absolutePath } from "@imdb/runtime/files";
import { isAddress } from "@imdb/runtime/remote";
import {
  type AddressOptions,
  addressOf,
  addressRules,
  nameOf,
  withLocalCopy,
} from "../download/local-copy.js";
import { mapRecords, type ReadRecords } from "./map-records.js";
import {
  askedColumns,
  createMapper,
  type RecordOptions,
  recordRules,
  requiredColumns,
  textOf,
} from "./record-mapping.js";
import { asServed, servedEncoding } from "./served-encoding.js";
import { createSource, type Source } from "./source.js";

/** How a file is read, of this machine or elsewhere. */
export interface FileOptions extends UnpackLimits, AddressOptions {}

/** How a file of text is read. */
export interface TextFileOptions extends FileOptions {
  /**
   * The encoding of the file by its name in the WHATWG standard: `windows-1252`, `utf-16le`, `shift_jis`. A byte order mark
   * decides. Of a file over HTTP, the default is the `charset` of its content type. `guess`: the most likely one of the first megabyte; the lineage and a finding of the quality report say which.
   * Default: UTF-8.
   */
  readonly encoding?: EncodingName | undefined;
  /** The file of a zip archive that is read. Default: the only one. */
  readonly entry?: string | undefined;
}

/** How a CSV file is read. */
export interface CsvOptions<L extends string = string>
  extends RecordOptions<L>,
    TextFileOptions,
    CsvDialect {}

/** The schema of the options of {@link readParquet}. */
export const parquetOptions = optionsOf<RecordOptions & FileOptions, keyof (RecordOptions & FileOptions)>({
  ...recordRules,
  ...unpackRules,
  ...addressRules,
});

/** The schema of the options of {@link readJsonl} and {@link readJson}. */
export const jsonlOptions = optionsOf<
  RecordOptions & TextFileOptions,
  keyof (RecordOptions & TextFileOptions)
>({
  ...recordRules,
  ...unpackRules,
  ...addressRules,
  encoding: optional(encodingRule),
  entry: optional(text),
});

/** The schema of {@link CsvOptions}: it has the options of every reader of files. */
export const csvOptions = optionsOf<CsvOptions, keyof CsvOptions>({
  ...recordRules,
  ...unpackRules,
  ...addressRules,
  encoding: optional(encodingRule),
  entry: optional(text),
  ...dialectRules,
});

/**
 * CSV by RFC 4180 (quoted fields with line breaks, byte order mark, other delimiters, escapes by option), also `.gz`, `.zst` or `.zip`,
 * in bounded memory. Rows are counted from 1, without the header; every value is text. Columns without a name are left out, and
 * two of one name where it is none of those that are read.
 *
 * @throws `FILE_FAILURE`, `UNREADABLE_ADDRESS`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `MISSING_COLUMN`, `DUPLICATE_COLUMN`,
 *         `NO_DOCUMENTS`, `UNREADABLE_FILE` for a header that is none, `INVALID_ENCODING`, `INVALID_OPTION`, `CANCELLED`; a row with wrong
 *         quotes, with too few or too many fields, or one that is not an example, is an invalid row
 * @see    RFC 4180, Common format and MIME type for CSV files; the README of `@imdb/rows` for what it leaves open.
 */
export function readCsv<L extends string = string>(path: string, options: CsvOptions<L> = {}): Source<L> {
  csvOptions.resolve(withoutContext(options) as never, callOf("readCsv", path));
  return readFile("csv", path, options);
}

/**
 * JSON Lines (`.jsonl`, `.ndjson`), also `.gz`, `.zst` or `.zip`: one object a line, in bounded memory. Blank lines are passed
 * over.
 *
 * @throws `FILE_FAILURE`, `UNREADABLE_ADDRESS`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `NO_DOCUMENTS`, `INVALID_OPTION`, `CANCELLED`; a
 *         line that is not an example is an invalid row
 * @see    https://jsonlines.org
 */
export function readJsonl<L extends string = string>(
  path: string,
  options: RecordOptions<L> & TextFileOptions = {},
): Source<L> {
  jsonlOptions.resolve(withoutContext(options), callOf("readJsonl", path));
  return readFile("jsonl", path, options);
}

/**
 * A JSON file that is one list of objects (`.json`), as pandas writes it with `orient="records"`; also `.gz`, `.zst` or `.zip`, in
 * bounded memory. Rows are the elements of the list.
 *
 * @throws `FILE_FAILURE`, `UNREADABLE_ADDRESS`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `UNREADABLE_FILE` for a file that is no list,
 *         `NO_DOCUMENTS`, `INVALID_OPTION`, `CANCELLED`; an element that is not an example is an invalid row
 */
export function readJson<L extends string = string>(
  path: string,
  options: RecordOptions<L> & TextFileOptions = {},
): Source<L> {
  jsonlOptions.resolve(withoutContext(options), callOf("readJson", path));
  return readFile("json", path, options);
}

/**
 * A Parquet file, one row group in memory at a time. Needs the optional packages `hyparquet` and
 * `hyparquet-compressors`. Whole numbers are read as numbers, times as ISO 8601.
 *
 * @throws `MISSING_PEER`, `FILE_FAILURE`, `UNREADABLE_ADDRESS`, `UNREADABLE_FILE`, `UNPACKED_TOO_LARGE`, `MISSING_COLUMN`, `NO_DOCUMENTS`,
 *         `INVALID_OPTION`, `CANCELLED`; a row that is not an example is an invalid row
 */
export function readParquet<L extends string = string>(
  path: string,
  options: RecordOptions<L> & FileOptions = {},
): Source<L> {
  parquetOptions.resolve(withoutContext(options), callOf("readParquet", path));
  return readFile("parquet", path, options);
}

/** How an Excel file is read. */
export interface ExcelOptions<L extends string = string> extends RecordOptions<L>, FileOptions {
  /** The sheet: its name, or its number from 1. Default: the first. */
  readonly sheet?: string | number | undefined;
  /** Names of the columns, for a sheet without a row of names. Default: its first row that is not empty. */
  readonly header?: readonly string[] | undefined;
}

/** The schema of {@link ExcelOptions}. */
export const excelOptions = optionsOf<ExcelOptions, keyof ExcelOptions>({
  ...recordRules,
  ...unpackRules,
  ...addressRules,
  sheet: optional(sheetRule),
  header: dialectRules.header,
});

/**
 * A sheet of an Excel file (`.xlsx`), which is held in memory: 256 MiB unpacked at most, unless `maxBytes` says another number.
 * Needs the optional package `read-excel-file`. Numbers have all digits, dates are ISO 8601, a formula is the value that Excel
 * has stored, and an error such as `#N/A` is a missing value. `line` of a row is the number that Excel shows beside it.
 *
 * @throws `MISSING_PEER`, `FILE_FAILURE`, `UNREADABLE_ADDRESS`, `UNREADABLE_FILE`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`,
 *         `MISSING_COLUMN`, `DUPLICATE_COLUMN`, `NO_DOCUMENTS`, `INVALID_OPTION`, `CANCELLED`; a row that is not an example
 *         is an invalid row
 */
export function readExcel<L extends string = string>(path: string, options: ExcelOptions<L> = {}): Source<L> {
  excelOptions.resolve(withoutContext(options) as never, callOf("readExcel", path));
  return readFile("excel", path, options);
}

/** A call as messages show it: `readCsv("reviews.csv")`. @throws `INVALID_OPTION` for a path that is not a text */
export function callOf(reader: string, path: string): string {
  checkOption("path", path, text, reader);
  return `${reader}(${JSON.stringify(nameOf(path))})`;
}

function readFile<L extends string>(
  format: RowFormat,
  given: string,
  options: CsvOptions<L> & Pick<ExcelOptions, "sheet">,
): Source<L> {
  // Once: the file may be read after the working directory has changed.
  const path = isAddress(given) ? given : absolutePath(given);
  const name = nameOf(path);
  createMapper(name, options);
  const { maxBytes, maxRatio, encoding, entry, sheet } = options;
  const dialect = dialectOptions.pick(options);
  csvMarks(withoutCompression(name), dialect);
  return createSource<L>(
    format,
    options,
    (run, onRecord) => {
      const { signal, onProgress } = run;
      const map = createMapper(name, options);
      let read: FileOfRows | undefined;
      return withLocalCopy(path, options, run, async function* (local, said) {
        const served = encoding === undefined ? await servedEncoding(local, format, said) : undefined;
        const onFile = (file: FileOfRows) => {
          read = served === undefined ? file : asServed(file);
        };
        const batches = readRows(local, {
          ...{
            ...dialect,
            format,
            maxBytes,
            maxRatio,
            encoding: encoding ?? served,
            entry,
            sheet,
            signal,
            onProgress,
            onFile,
          },
          columns: askedColumns(options),
        });
        const mapped = mapRecords(name, records(name, format, batches, options), map);
        yield* mapped;
        const labels = map.namedLabels();
        onRecord({ kind: format, ...addressOf(path), ...read!, ...(labels && { labels }) });
      });
    },
    readingOf(format, withoutCompression(name), options),
  );
}

/** How the file is read, as far as the options say it: the rest follows from the name and first line of each file. */
export function readingOf(
  format: RowFormat,
  name: string,
  { columns: named, ...options }: CsvOptions,
): RowsReading {
  const { text: column = "text", label, id } = named ?? {};
  const { encoding } = options;
  const said = {
    ...(options.schema === undefined ? {} : { schema: true as const }),
    ...(encoding === undefined ? {} : { encoding }),
  };
  const columns = {
    text: column,
    ...(label === undefined ? {} : { label }),
    ...(id === undefined ? {} : { id }),
  };
  if (format !== "csv") return { columns, ...said };
  // Without an ending, the delimiter is one of .csv files.
  const ending = options.delimiter !== undefined && /\.tsv$/i.test(name) ? ".tsv" : undefined;
  const given = Object.entries({ ending, ...dialectOptions.pick(options) }).filter(
    ([, value]) => value !== undefined,
  );
  return { columns, ...said, ...(given.length === 0 ? {} : { dialect: Object.fromEntries(given) }) };
}

async function* records(
  file: string,
  format: RowFormat,
  batches: AsyncIterable<RowBatch>,
  options: RecordOptions,
): AsyncGenerator<ReadRecords> {
  let read = 0;
  for await (const { columns: names, rows } of batches) {
    const missing = names && requiredColumns(options).find((column) => !names.includes(column));
    if (missing !== undefined) throw MissingColumn.create({ file, column: missing, columns: names! });
    const asTexts = format === "excel" && options.schema === undefined;
    const texts = asTexts ? sheetTexts(rows, textOf(options)) : rows;
    const records = texts.map((row) => ("fault" in row ? { ...row, raw: rawOf(row) } : row));
    yield { header: names, records };
    read += rows.length;
  }
  if (read === 0) throw NoDocuments.create({ file, expected: EXPECTED_ROWS[format] });
}

/** A bad row as text, or as its fields; bytes that are not UTF-8 are in base64. */
function rawOf({ fields, raw }: BadRow): unknown {
  return fields ?? decodeUtf8(raw) ?? Buffer.from(raw).toString("base64");
}
