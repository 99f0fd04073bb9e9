import { basename, extname } from "node:path";
import type { RowsReading } from "@imdb/core";
import {
  type CsvDialect,
  createBlockCutter,
  EXPECTED_ROWS,
  type FileHead,
  type FoundEncoding,
  type LineFormat,
  type ReadRow,
  type RowBlock,
  type RowStart,
  rowReader,
} from "@imdb/rows";
import {
  type ByteFile,
  openBytes,
  readFileHead,
  type UnpackLimits,
  unpackedName,
  withoutCompression,
} from "@imdb/rows/node";
import { InvalidBatch } from "../errors.js";
import { askedColumns, type ColumnOptions, type Columns, chooseColumns, shown } from "./columns.js";
import type { Block, Job } from "./job.js";

/** An opened input: how its blocks are read, and the blocks from a row on. */
export interface BatchInput {
  readonly reading: Job["input"];
  /** What such a file must have, for `NO_DOCUMENTS`. */
  readonly expected: string;
  /** Where a new batch begins. */
  readonly start: RowStart;
  /** Bytes of the file as it is stored, or rows of Parquet and Excel. */
  readonly total: number;
  readonly unit: "bytes" | "rows";
  readonly columns: Columns;
  /** Identifies the file: its size and time of change. */
  readonly fingerprint: string;
  blocks(from: RowStart, blockSize: number): AsyncIterable<Block>;
  /** How much of `total` is done when the rows before `next` are scored; of one that is unpacked or decoded, how much is read. */
  done(next: RowStart): number;
  close(): Promise<void>;
}

/** Formats that a batch is written in. */
export type BatchFormat = "csv" | "tsv" | "jsonl" | "parquet";

/** Formats that a batch is read in. `json` is a file that is one list of objects. */
export type InputFormat = BatchFormat | "json" | "excel";

const FORMATS: Readonly<Record<string, BatchFormat>> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".parquet": "parquet",
};
const INPUT_FORMATS: Readonly<Record<string, InputFormat>> = {
  ...FORMATS,
  ".json": "json",
  ".xlsx": "excel",
};

/** The format of an output by the ending of its name. @throws `INVALID_BATCH` */
export function formatOf(path: string): BatchFormat {
  const format = FORMATS[extname(path).toLowerCase()];
  if (format) return format;
  const remedy = `Name the format in outputFormat, or give the file one of the endings ${Object.keys(FORMATS).join(", ")}.`;
  throw InvalidBatch.create({ path, problem: "its ending names no format", remedy });
}

/**
 * The format of an input, which may be compressed, by the ending of its name; of a zip archive by that of its file.
 *
 * @throws `INVALID_BATCH`, `FILE_FAILURE`, `INVALID_ARCHIVE`, `INVALID_OPTION`
 */
export async function inputFormatOf(path: string, entry: string | undefined): Promise<InputFormat> {
  const name = await unpackedName(path, entry);
  const format = INPUT_FORMATS[extname(name).toLowerCase()];
  if (format) return format;
  const whose = name === basename(path) ? "its ending" : `the ending of ${shown(name)} in it`;
  const endings = Object.keys(INPUT_FORMATS).join(", ");
  const remedy = `Name the format in inputFormat (--input-format), or give the file one of the endings ${endings}.`;
  throw InvalidBatch.create({ path, problem: `${whose} names no format`, remedy });
}

/** Limits of what is unpacked, the file of a zip archive, and the encoding. */
export type TextBytes = UnpackLimits & { readonly entry: string | undefined; readonly encoding: string };

/** How a file of lines is opened. */
export interface LineOptions {
  /** What the caller says of the file. */
  readonly dialect: CsvDialect;
  /** How its bytes are read. */
  readonly bytes: TextBytes;
  readonly columns: ColumnOptions;
}

/**
 * Opens a file of lines, also compressed, as `readRows` of `@imdb/rows` does.
 *
 * @throws `FILE_FAILURE`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `NO_DOCUMENTS` when it is empty, `DUPLICATE_COLUMN`,
 *         `MISSING_COLUMN`, `UNREADABLE_FILE`, `INVALID_ENCODING`, `INVALID_BATCH`, `INVALID_OPTION`
 */
export async function openLines(
  path: string,
  format: "csv" | "tsv" | "jsonl",
  options: LineOptions,
): Promise<BatchInput> {
  const file = await openBytes(path);
  try {
    const { size, mtimeMs } = file;
    const { reading, start } = await headOf(path, file, format, options);
    const isCompressed = withoutCompression(basename(path)) !== basename(path);
    let stored = 0;
    let isDecoded = false;
    const onEncoding = ({ encoding }: FoundEncoding) => {
      isDecoded = encoding !== "utf-8";
    };
    const onStored = ({ length }: Uint8Array) => {
      stored += length;
    };
    const header = reading.format === "csv" ? reading.layout.header : undefined;
    return {
      reading,
      expected: EXPECTED_ROWS[reading.format],
      start,
      total: size,
      unit: "bytes",
      columns: chooseColumns(path, header, options.columns),
      fingerprint: `${size} bytes, changed ${mtimeMs}`,
      blocks: (from, blockSize) => {
        const range = { from: from.byte, chunkBytes: blockSize, onStored, ...options.bytes, onEncoding };
        return lineBlocks(file.read(range), from, blockSize, reading);
      },
      done: ({ byte }) => (isCompressed || isDecoded ? stored : byte),
      close: file.close,
    };
  } catch (cause) {
    await file.close();
    throw cause;
  }
}

/** The head of a file. What the caller does not say is as in training; a file that contradicts that is refused. */
async function headOf(
  path: string,
  file: ByteFile,
  format: "csv" | "tsv" | "jsonl",
  { dialect: given, bytes, columns }: LineOptions,
): Promise<FileHead> {
  if (format === "jsonl") return readFileHead(path, file, format, {}, bytes);
  const learned = columns.reading?.dialect ?? {};
  const {
    delimiter = learnedDelimiter(path, format, learned),
    quote = learned.quote,
    escapeChar = learned.escapeChar,
    header = learned.header,
  } = given;
  const head = await readFileHead(
    path,
    file,
    "csv",
    { delimiter, quote, escapeChar, header },
    {
      ...bytes,
      columns: askedColumns(columns),
    },
  );
  if (given.header !== undefined || header === undefined) return head;
  const fields = await firstFields(file, head, bytes);
  const names = header.filter((name) => name !== "");
  if (names.length === 0 || !names.every((name) => fields.has(name))) return head;
  throw InvalidBatch.create({
    path,
    problem: `its first line is ${shown([...fields].slice(0, 20))}, and the model was trained from files without a header line`,
    remedy: "Remove the header line, or give the names of this file's columns in header.",
  });
}

/** A learned delimiter is for files of the ending that it was learned from: `.tsv` says that there are tabs. */
function learnedDelimiter(
  path: string,
  format: "csv" | "tsv",
  { delimiter, ending }: NonNullable<RowsReading["dialect"]>,
): string | undefined {
  const isTsv = format === "tsv" || /\.tsv$/i.test(withoutCompression(path));
  if (isTsv === (ending === ".tsv") && delimiter !== undefined) return delimiter;
  return format === "tsv" ? "\t" : undefined;
}

/** The fields of the first row, read as a row: in a file without a header line, it may be any row, or a bad one. */
async function firstFields(
  file: ByteFile,
  { reading, start }: FileHead,
  bytes: TextBytes,
): Promise<ReadonlySet<unknown>> {
  const reader = rowReader(reading, start);
  const chunks = file.read({ from: start.byte, ...bytes });
  for await (const chunk of chunks) {
    const [first] = reader.push(chunk);
    if (first !== undefined) return fieldsOf(first);
  }
  const [last] = reader.end();
  return last === undefined ? new Set() : fieldsOf(last);
}

function fieldsOf(row: ReadRow): ReadonlySet<unknown> {
  return new Set("fault" in row ? row.fields : Object.values(row.value as object));
}

/** Cuts the bytes of a file into blocks of whole rows, of about `blockSize` bytes. */
async function* lineBlocks(
  chunks: AsyncIterable<Uint8Array>,
  from: RowStart,
  blockSize: number,
  reading: LineFormat,
): AsyncGenerator<Block> {
  const cutter = createBlockCutter(reading, from);
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += blockSize) {
      yield* cutter.push(chunk.subarray(start, start + blockSize)).map(toBlock);
    }
  }
  yield* cutter.end().map(toBlock);
}

function toBlock({ bytes, ...block }: RowBlock): Block {
  return { ...block, content: bytes };
}
