import { type FileHandle, open } from "node:fs/promises";
import { extname } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import { InvalidBatch } from "../errors.js";
import { type BatchInput, type ColumnOptions, chooseColumns } from "./columns.js";
import { type CsvLayout, readHeader } from "./csv.js";
import { csvCutter, jsonlCutter, lineBlocks } from "./line-blocks.js";

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
