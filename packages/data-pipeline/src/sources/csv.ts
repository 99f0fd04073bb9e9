import { basename } from "node:path";
import { Readable } from "node:stream";
import { ImdbError, InvalidOption } from "@imdb/core";
import { CsvError, parse } from "csv-parse";
import { MissingColumn, NoDocuments, UnreadableFile } from "../errors.js";
import { readBytes, withoutCompression } from "./byte-source.js";
import { decodeUtf8, firstInvalidByte } from "./decode-utf8.js";
import { mapRecords, type ReadRecord } from "./map-records.js";
import { createMapper, type RecordOptions, requiredColumns } from "./record-mapping.js";
import { createSource, type Source } from "./source.js";
import type { UnpackLimits } from "./unpack-limits.js";

/** How a CSV file is read. */
export interface CsvOptions<L extends string = string> extends RecordOptions<L>, UnpackLimits {
  /** One character. Default: a tab for `.tsv`, else a comma. */
  readonly delimiter?: string;
  /** Default `"`, doubled inside a field as RFC 4180 says. */
  readonly quote?: string;
  /** Names of the columns, for a file without a header. Default: its first line names them. */
  readonly header?: readonly string[];
}

const MAX_RECORD_BYTES = 64 * 2 ** 20;
const BATCH = 1024;

/**
 * CSV by RFC 4180 (quoted fields with line breaks, byte order mark, other delimiters), also `.gz` or `.zst`,
 * in bounded memory. Rows are counted from 1, without the header; every value is text.
 *
 * @throws `FILE_FAILURE`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `MISSING_COLUMN`, `NO_DOCUMENTS`,
 *         `UNREADABLE_FILE` for a quote that is never closed, `INVALID_OPTION`, `CANCELLED`; a row with too few
 *         or too many fields, or one that is not an example, is an invalid row
 * @see    RFC 4180, Common format and MIME type for CSV files.
 */
export function readCsv<L extends string = string>(path: string, options: CsvOptions<L> = {}): Source<L> {
  const name = basename(path);
  const delimiter = options.delimiter ?? (/\.tsv$/i.test(withoutCompression(name)) ? "\t" : ",");
  if ([...delimiter].length !== 1) {
    throw InvalidOption.create({ option: "delimiter", value: delimiter, expected: "one character" });
  }
  createMapper(name, options);
  return createSource<L>("csv", options, (run, onRecord) => {
    const bytes = readBytes(path, "csv", options, run, onRecord);
    return mapRecords(name, readRows(name, bytes, delimiter, options), createMapper(name, options));
  });
}

type Row = { record: Buffer[]; info: { records: number; lines: number } };

async function* readRows(
  file: string,
  bytes: AsyncGenerator<Uint8Array>,
  delimiter: string,
  { quote = '"', header, columns }: CsvOptions,
): AsyncGenerator<ReadRecord[]> {
  const parser = parse({
    delimiter,
    quote,
    // As most programs read it: a quote within an unquoted field is text.
    relax_quotes: true,
    // Fields stay bytes, so that those that are not UTF-8 can be told.
    encoding: null,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_BYTES,
  });
  const input = Readable.from(withoutBom(bytes), { objectMode: false });
  input.on("error", (error) => parser.destroy(error));
  let names = header;
  if (names !== undefined) assertColumns(file, names, columns);
  let row = 0;
  let records: ReadRecord[] = [];
  try {
    for await (const { record } of input.pipe(parser) as AsyncIterable<Row>) {
      if (names === undefined) {
        names = record.map((field) => decodeUtf8(field) ?? field.toString("latin1"));
        assertColumns(file, names, columns);
        continue;
      }
      row++;
      records.push(toRecord(row, record, names));
      if (records.length < BATCH) continue;
      yield records;
      records = [];
    }
  } catch (cause) {
    throw explain(file, row, cause);
  } finally {
    input.destroy();
  }
  if (records.length > 0) yield records;
  if (row === 0) throw NoDocuments.create({ file, expected: "a header line and rows" });
}

function toRecord(row: number, fields: readonly Buffer[], names: readonly string[]): ReadRecord {
  if (fields.length !== names.length) {
    const problem = `it has ${fields.length} fields, the header has ${names.length}`;
    return { row, problem, raw: fields.map((field) => field.toString("utf8")) };
  }
  const record: Record<string, string> = {};
  for (let i = 0; i < fields.length; i++) {
    const text = decodeUtf8(fields[i]!);
    if (text === undefined) {
      const problem = `${names[i]}: byte ${firstInvalidByte(fields[i]!)} of the field is not UTF-8`;
      return { row, problem, raw: fields.map((field) => field.toString("base64")) };
    }
    Object.defineProperty(record, names[i]!, { value: text, enumerable: true });
  }
  return { row, record };
}

function assertColumns(file: string, names: readonly string[], columns: RecordOptions["columns"]): void {
  for (const column of requiredColumns(columns)) {
    if (!names.includes(column)) throw MissingColumn.create({ file, column, columns: names });
  }
}

function explain(file: string, row: number, cause: unknown): unknown {
  if (ImdbError.isInstance(cause)) return cause;
  if (!(cause instanceof CsvError)) return cause;
  const { code, lines } = cause as CsvError & { readonly lines?: number };
  const what =
    code === "CSV_QUOTE_NOT_CLOSED"
      ? "a quote is never closed"
      : cause.message.replace(/\s+/g, " ").slice(0, 200);
  const problem = `${what} (after row ${row}, line ${lines ?? "unknown"})`;
  return UnreadableFile.create({ file, format: "CSV", problem }, { cause });
}

/** The parser would take a byte order mark for leave to decode, good or bad; so it does not see it. */
async function* withoutBom(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of bytes) {
    if (start === undefined) {
      yield chunk;
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < 3) continue;
    yield isBom(start) ? start.subarray(3) : start;
    start = undefined;
  }
  if (start !== undefined) yield start;
}

function isBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
