import { checkOption, listOf, type OptionRule, oneOf, rule, text } from "@imdb/core/options";
import { FIRST_ROW, type RowReader, type RowStart } from "../bytes/row-buffer.js";
import { rowStartRule } from "../bytes/row-start-rule.js";
import { markLength } from "../bytes/text.js";
import type { CsvDialect, CsvLayout } from "../csv/dialect.js";
import { readCsvHead } from "../csv/header.js";
import { csvReader } from "../csv/reader.js";
import { jsonlReader } from "../json/lines-reader.js";

/** How the bytes of rows are read. It is plain data, which can be sent to a thread. */
export type LineFormat =
  | { readonly format: "csv"; readonly layout: CsvLayout }
  | { readonly format: "jsonl" };

/** How the rows of a file are read, and where they begin. */
export interface FileHead {
  readonly reading: LineFormat;
  readonly start: RowStart;
}

/** The rule of {@link LineFormat}. The names of the columns are not checked one by one. */
export const lineFormatRule: OptionRule<LineFormat> = rule(
  "how rows are read, as readHead returns it in reading",
  (value) => {
    const { format, layout } = Object(value);
    if (format === "jsonl") return true;
    const { delimiter, quote, escapeChar, header } = Object(layout);
    return (
      format === "csv" &&
      typeof delimiter === "string" &&
      delimiter !== "" &&
      typeof quote === "string" &&
      typeof escapeChar === "string" &&
      Array.isArray(header)
    );
  },
);

/** The rule of the columns that are asked for. */
export const askedColumns: OptionRule<readonly string[]> = listOf(text);

const formatRule = oneOf<LineFormat["format"]>("csv", "jsonl");
const bytesRule = rule<Uint8Array>("a Uint8Array", (value) => {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
});

/**
 * Reads the beginning of a file of lines.
 *
 * @param file    The name of the file, for errors; the default delimiter of `.tsv` is a tab.
 * @param bytes   The beginning of the file.
 * @param isLast  Whether they are the whole file.
 * @param columns The columns that are asked for: CSV may have others twice, which are left out then. Default: all.
 * @returns `undefined` when more bytes are needed.
 * @throws `NO_DOCUMENTS` when it is empty, `DUPLICATE_COLUMN`, `UNREADABLE_FILE`, `INVALID_OPTION`
 */
export function readHead(
  file: string,
  format: "csv" | "jsonl",
  bytes: Uint8Array,
  isLast: boolean,
  dialect: CsvDialect = {},
  columns?: readonly string[],
): FileHead | undefined {
  checkOption("file", file, text, "readHead");
  checkOption("format", format, formatRule, "readHead");
  checkOption("bytes", bytes, bytesRule, "readHead");
  if (columns !== undefined) checkOption("columns", columns, askedColumns, "readHead");
  if (format === "jsonl") {
    if (bytes.length < 3 && !isLast) return undefined;
    return { reading: { format }, start: { ...FIRST_ROW, byte: markLength(bytes) } };
  }
  const head = readCsvHead(file, bytes, isLast, dialect, columns);
  return head && { reading: { format, layout: head.layout }, start: head.start };
}

/** Makes a reader of the rows of a format, from a given row on. @throws `INVALID_OPTION` */
export function rowReader(reading: LineFormat, from?: RowStart): RowReader {
  checkOption("reading", reading, lineFormatRule, "rowReader");
  if (from !== undefined) checkOption("from", from, rowStartRule, "rowReader");
  return reading.format === "csv" ? csvReader(reading.layout, from) : jsonlReader(from);
}
