import { type FileHandle, open } from "node:fs/promises";
import { basename, extname } from "node:path";
import {
  type CsvDialect,
  createBlockCutter,
  type FileHead,
  type LineFormat,
  type RowStart,
  readHead,
} from "@imdb/rows";
import { fileFailure } from "@imdb/runtime/files";
import { InvalidBatch } from "../errors.js";
import { type ColumnOptions, type Columns, chooseColumns } from "./columns.js";
import type { Block, Job } from "./job.js";

/** An opened input: how its blocks are read, and the blocks from a place on. */
export interface BatchInput {
  readonly reading: Job["input"];
  /** Where a new batch begins. */
  readonly start: RowStart;
  /** Bytes, or rows of Parquet. */
  readonly total: number;
  readonly unit: "bytes" | "rows";
  readonly columns: Columns;
  /** Identifies the file: its size and time of change. */
  readonly fingerprint: string;
  blocks(from: RowStart, blockSize: number): AsyncIterable<Block>;
  close(): Promise<void>;
}

/** File formats of a batch. */
export type BatchFormat = "csv" | "tsv" | "jsonl" | "parquet";

const FORMATS: Readonly<Record<string, BatchFormat>> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".parquet": "parquet",
};

/** The format that a file name speaks of. @throws `INVALID_BATCH` */
export function formatOf(path: string): BatchFormat {
  const format = FORMATS[extname(path).toLowerCase()];
  if (format) return format;
  const remedy = `Name the format, or give the file one of the endings ${Object.keys(FORMATS).join(", ")}.`;
  throw InvalidBatch.create({ path, problem: "its ending names no format", remedy });
}

/**
 * Opens a file of lines.
 *
 * @throws `FILE_FAILURE`, `NO_DOCUMENTS` when it is empty, `DUPLICATE_COLUMN`, `MISSING_COLUMN`, `UNREADABLE_FILE`,
 *         `INVALID_BATCH`, `INVALID_OPTION`
 */
export async function openLines(
  path: string,
  format: "csv" | "tsv" | "jsonl",
  given: CsvDialect,
  options: ColumnOptions,
): Promise<BatchInput> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    const opened = file;
    const { size, mtimeMs } = await opened.stat();
    const { reading, start } = await headOf(path, opened, format, given, options.reading?.dialect ?? {});
    return {
      reading,
      start,
      total: size,
      unit: "bytes",
      columns: chooseColumns(path, reading.format === "csv" ? reading.layout.header : undefined, options),
      fingerprint: `${size} bytes, changed ${mtimeMs}`,
      blocks: (from, blockSize) => lineBlocks(opened, from, blockSize, reading),
      close: () => opened.close(),
    };
  } catch (cause) {
    await file?.close();
    throw fileFailure("read", path, cause);
  }
}

/** What is not given is as in training; a file that contradicts that is refused. */
async function headOf(
  path: string,
  file: FileHandle,
  format: "csv" | "tsv" | "jsonl",
  given: CsvDialect,
  learned: CsvDialect,
): Promise<FileHead> {
  if (format === "jsonl") return readFileHead(path, file, format, {});
  const {
    delimiter = format === "tsv" ? "\t" : learned.delimiter,
    quote = learned.quote,
    header = learned.header,
  } = given;
  const head = await readFileHead(path, file, "csv", { delimiter, quote, header });
  if (given.header !== undefined || header === undefined) return head;
  const first = await readFileHead(path, file, "csv", { delimiter, quote });
  const fields = first.reading.format === "csv" ? first.reading.layout.header : [];
  if (fields.length === header.length && fields.join() !== header.join()) return head;
  throw InvalidBatch.create({
    path,
    problem: `its first line is ${JSON.stringify(fields)}, and the model was trained from files without a header line, of the columns ${header.join(", ")}`,
    remedy: "Take out the header line, or give the names of this file's columns in header.",
  });
}

const HEAD_BYTES = 1 << 16;

async function readFileHead(
  path: string,
  file: FileHandle,
  format: "csv" | "jsonl",
  dialect: CsvDialect,
): Promise<FileHead> {
  for (let length = HEAD_BYTES; ; length *= 2) {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, 0);
    const head = readHead(basename(path), format, bytes.subarray(0, bytesRead), bytesRead < length, dialect);
    if (head !== undefined) return head;
  }
}

/** Reads a file in blocks of whole rows, of about `blockSize` bytes. */
async function* lineBlocks(
  file: FileHandle,
  from: RowStart,
  blockSize: number,
  reading: LineFormat,
): AsyncGenerator<Block> {
  const cutter = createBlockCutter(reading, from);
  for (let at = from.byte; ; ) {
    const chunk = Buffer.allocUnsafe(blockSize);
    const { bytesRead } = await file.read(chunk, 0, blockSize, at);
    const blocks = bytesRead === 0 ? cutter.end() : cutter.push(chunk.subarray(0, bytesRead));
    for (const { bytes, ...block } of blocks) yield { ...block, content: bytes };
    if (bytesRead === 0) return;
    at += bytesRead;
  }
}
