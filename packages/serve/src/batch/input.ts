import { type FileHandle, open } from "node:fs/promises";
import { extname } from "node:path";
import { fileFailure } from "@imdb/core/node";
import { InvalidBatch } from "../errors.js";
import { type CsvLayout, readHeader } from "./csv.js";
import type { Block, Job } from "./job.js";
import { csvCutter, jsonlCutter, lineBlocks } from "./line-blocks.js";
import type { Columns } from "./row.js";

/** File formats of a batch. */
export type BatchFormat = "csv" | "tsv" | "jsonl" | "parquet";

/** An opened input: how its blocks are read, and the blocks from a place on. */
export interface BatchInput {
  readonly reading: Job["input"];
  /** Where a new batch begins. */
  readonly start: number;
  /** What `next` of a block counts up to: bytes or rows. */
  readonly total: number;
  readonly unit: "bytes" | "rows";
  readonly columns: Columns;
  /** Identifies the file: its size and time of change. */
  readonly fingerprint: string;
  blocks(from: { readonly next: number; readonly row: number }, blockSize: number): AsyncIterable<Block>;
  close(): Promise<void>;
}

/** Columns as a caller names them; what is left out is looked for. */
export interface ColumnOptions {
  readonly textColumn: string | undefined;
  readonly idColumn: string | undefined;
  readonly keep: readonly string[];
  readonly maxTextLength: number;
}

const FORMATS: Readonly<Record<string, BatchFormat>> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".parquet": "parquet",
};

const TEXT_NAMES = ["text", "review", "sentence", "document", "content"];

/** The format that a file name speaks of. @throws `INVALID_BATCH` */
export function formatOf(path: string): BatchFormat {
  const format = FORMATS[extname(path).toLowerCase()];
  if (format) return format;
  const remedy = `Name the format, or give the file one of the endings ${Object.keys(FORMATS).join(", ")}.`;
  throw InvalidBatch.create({ path, problem: "its ending names no format", remedy });
}

/** Which columns of a header to use. @throws `INVALID_BATCH` when a named or needed one is missing. */
export function chooseColumns(
  path: string,
  header: readonly string[],
  { textColumn, idColumn, keep, maxTextLength }: ColumnOptions,
): Columns {
  const text = textColumn ?? TEXT_NAMES.find((name) => header.includes(name));
  const named = [text, idColumn, ...keep].filter((name) => name !== undefined);
  const missing = text === undefined ? "text" : named.find((name) => !header.includes(name));
  if (text === undefined || missing !== undefined) {
    const remedy = `Name one of its columns: ${header.slice(0, 20).join(", ")}.`;
    throw InvalidBatch.create({ path, problem: `it has no column ${missing}`, remedy });
  }
  const id = idColumn ?? (header.includes("id") ? "id" : null);
  return { text, id, keep, maxTextLength };
}

/** Opens a file of lines. @throws `FILE_FAILURE`, `INVALID_BATCH` */
export async function openLines(
  path: string,
  format: "csv" | "tsv" | "jsonl",
  options: ColumnOptions,
): Promise<BatchInput> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    const { size, mtimeMs } = await file.stat();
    const reading = format === "jsonl" ? jsonlReading : await csvReading(path, file, format);
    const { textColumn = "text", idColumn = "id", keep, maxTextLength } = options;
    const columns = reading.layout
      ? chooseColumns(path, reading.layout.header, options)
      : { text: textColumn, id: idColumn, keep, maxTextLength };
    const cutter = reading.layout ? csvCutter(reading.layout) : jsonlCutter;
    const opened = file;
    return {
      reading: reading.layout ? { format: "csv", layout: reading.layout } : { format: "jsonl" },
      start: reading.start,
      total: size,
      unit: "bytes",
      columns,
      fingerprint: `${size} bytes, changed ${mtimeMs}`,
      blocks: ({ next, row }, blockSize) => lineBlocks(opened, { byte: next, row }, blockSize, cutter),
      close: () => opened.close(),
    };
  } catch (cause) {
    await file?.close();
    throw fileFailure("read", path, cause);
  }
}

const jsonlReading: { start: number; layout?: CsvLayout } = { start: 0 };

const HEADER_LIMIT = 1 << 20;

async function csvReading(path: string, file: FileHandle, format: "csv" | "tsv") {
  const delimiter = format === "csv" ? 0x2c : 0x09;
  const head = Buffer.alloc(HEADER_LIMIT);
  const { bytesRead } = await file.read(head, 0, HEADER_LIMIT, 0);
  const what = bytesRead < HEADER_LIMIT ? "end" : "more";
  const read = bytesRead === 0 ? undefined : readHeader(head.subarray(0, bytesRead), delimiter, what);
  if (read) return { start: read.end, layout: { delimiter, header: read.header } };
  const remedy = "The first line must name the columns.";
  throw InvalidBatch.create({
    path,
    problem: bytesRead === 0 ? "it is empty" : "its header does not end",
    remedy,
  });
}
