import { checkOption, having, text } from "@imdb/core/options";
import type { CsvDialect } from "../csv/dialect.js";
import { HeadReader } from "../format/head-reader.js";
import type { FileHead } from "../format/line-format.js";
import { type ByteFile, type ByteRange, unpackedName } from "./byte-source.js";

const CHUNK_BYTES = 1 << 16;

/** How the beginning of a file is read. */
export interface HeadReading extends Pick<ByteRange, "maxBytes" | "maxRatio" | "encoding" | "entry"> {
  /** The columns that are asked for: CSV may have others twice, which are left out then. Default: all. */
  readonly columns?: readonly string[] | undefined;
}

/**
 * Reads the beginning of an open file of lines, also compressed.
 *
 * @param path     The path of the file, for errors; `.tsv` has tabs.
 * @param dialect  For CSV.
 * @param reading  Limits, the encoding (default: the bytes as they are), and the columns that are asked for.
 * @throws `FILE_FAILURE`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `NO_DOCUMENTS` for a CSV file without a header,
 *         `DUPLICATE_COLUMN`, `UNREADABLE_FILE`, `INVALID_ENCODING`, `INVALID_OPTION`
 */
export async function readFileHead(
  path: string,
  file: ByteFile,
  format: "csv" | "jsonl",
  dialect: CsvDialect,
  reading: HeadReading = {},
): Promise<FileHead> {
  checkOption("path", path, text, "readFileHead");
  checkOption(
    "file",
    file,
    having<ByteFile>("an open file, as openBytes returns it", "read"),
    "readFileHead",
  );
  const { columns, ...bytes } = reading;
  const reader = new HeadReader(await unpackedName(path, reading.entry), format, dialect, columns);
  for await (const chunk of file.read({ chunkBytes: CHUNK_BYTES, ...bytes })) {
    const head = reader.push(chunk);
    if (head !== undefined) return head;
  }
  return reader.end();
}
