import type { RowFault } from "../bytes/row.js";
import { FIRST_ROW, RowBuffer, type RowStart } from "../bytes/row-buffer.js";
import { markLength } from "../bytes/text.js";
import { EXPECTED_ROWS, NoDocuments, UnreadableFile } from "../errors.js";
import { withoutDuplicates } from "./column-names.js";
import { DETECT_BYTES, detectMarks } from "./detect.js";
import { type CsvDialect, type CsvLayout, csvMarks } from "./dialect.js";
import { csvFinder } from "./find-row.js";
import { fieldsOf, isBlank } from "./reader.js";
import { CsvScanner } from "./scanner.js";

/** The layout of a CSV file, and where its rows begin. */
export interface CsvHead {
  readonly layout: CsvLayout;
  readonly start: RowStart;
}

/**
 * Reads the beginning of a CSV file: a byte order mark, empty lines, and the header line, unless the dialect names the
 * columns. A column may have no name; two columns of the same name are refused where the name is needed, and left out where
 * it is not.
 *
 * @param file    The name of the file, for errors and for the default delimiter.
 * @param isLast  Whether the bytes are the whole file.
 * @param needed  The names of columns that are asked for. Default: all.
 * @returns `undefined` when the header is not complete in these bytes.
 * @throws `NO_DOCUMENTS` when there is no header, `DUPLICATE_COLUMN`, `UNREADABLE_FILE`, `INVALID_OPTION`
 */
export function readCsvHead(
  file: string,
  bytes: Uint8Array,
  isLast: boolean,
  dialect: CsvDialect,
  needed?: readonly string[],
): CsvHead | undefined {
  const said = csvMarks(file, dialect);
  if (!isLast && (bytes.length < 3 || mayBeSeparatorLine(bytes))) return undefined;
  const separator = separatorLine(bytes, dialect.delimiter);
  if (separator !== undefined) {
    const { delimiter, length } = separator;
    const rest = readCsvHead(file, bytes.subarray(length), isLast, { ...dialect, delimiter }, needed);
    if (rest === undefined) return undefined;
    const { start } = rest;
    return { ...rest, start: { ...start, line: start.line + 1, byte: start.byte + length } };
  }
  const isDetected = dialect.delimiter === "detect" || dialect.quote === "detect";
  if (isDetected && bytes.length < DETECT_BYTES && !isLast) return undefined;
  const start = { ...FIRST_ROW, byte: markLength(bytes) };
  const first = bytes.subarray(start.byte, DETECT_BYTES);
  const isWhole = isLast && bytes.length < DETECT_BYTES;
  const marks = isDetected ? detectMarks(file, first, isWhole, said, dialect) : said;
  if (dialect.header !== undefined) {
    return { layout: { ...marks, header: withoutDuplicates(file, dialect.header) }, start };
  }
  const scanner = new CsvScanner(marks);
  const buffer = new RowBuffer(csvFinder(scanner), start);
  buffer.push(bytes.subarray(start.byte));
  if (isLast) buffer.end();
  for (let held = buffer.next(); held !== undefined; held = buffer.next()) {
    if (isBlank(held)) continue;
    const header = held.fault === undefined ? fieldsOf(scanner, held.bytes, marks) : undefined;
    if (header === undefined) {
      throw UnreadableFile.create({ file, format: "CSV", problem: problemOf(held.fault) });
    }
    const lines = held.line + Math.max(1, scanner.lines);
    return {
      layout: { ...marks, header: withoutDuplicates(file, header, needed) },
      start: { row: 1, line: lines, byte: held.nextByte },
    };
  }
  if (!isLast) return undefined;
  throw NoDocuments.create({ file, problem: "it is empty", expected: EXPECTED_ROWS.csv });
}

/**
 * The line `sep=;` that Excel reads and writes before the header, unless the delimiter is given and another one. Its length is that of
 * the byte order mark too.
 */
function separatorLine(
  bytes: Uint8Array,
  given: string | undefined,
): { readonly delimiter: string; readonly length: number } | undefined {
  const begin = markLength(bytes);
  const text = String.fromCharCode(...bytes.subarray(begin, begin + SEPARATOR_LINE));
  const [line, delimiter] = /^sep=([^\r\n"])(?:\r\n|\n|\r(?!\n|$))/.exec(text) ?? [];
  if (line === undefined || delimiter === undefined) return undefined;
  if (given !== undefined && given !== "detect" && given !== delimiter) return undefined;
  return { delimiter, length: begin + line.length };
}

/** Whether more bytes must be seen to know. */
function mayBeSeparatorLine(bytes: Uint8Array): boolean {
  const begin = markLength(bytes);
  const text = String.fromCharCode(...bytes.subarray(begin, begin + SEPARATOR_LINE));
  return text.length < SEPARATOR_LINE && (text.startsWith("sep=") || "sep=".startsWith(text));
}

/** The longest such line, with one character after it: a line end may be two. */
const SEPARATOR_LINE = 8;

/** Why a header cannot be read; without a fault of the row, its bytes are wrong. */
function problemOf(fault: RowFault | undefined): string {
  if (fault === undefined) return "its header is not UTF-8";
  return fault === "ROW_TOO_LONG"
    ? "its header is longer than 16 MiB"
    : "the quotes of its header do not match";
}
