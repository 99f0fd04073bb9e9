export type { RunOptions } from "@imdb/core";
export type { OptionalRule, OptionRule, OptionRules } from "@imdb/core/options";
export type { CsvDialect } from "../csv/dialect.js";
export type { FileHead, LineFormat } from "../format/line-format.js";
export {
  type ByteFile,
  type ByteOptions,
  type ByteRange,
  type FileRecord,
  openBytes,
  readBytes,
  unpackedName,
  withoutCompression,
} from "./byte-source.js";
export { isUtf8BeyondAscii } from "./encoding/utf8-beyond-ascii.js";
export { openParquet, type ParquetFile } from "./parquet-file.js";
export {
  createParquetWriter,
  loadParquetWriter,
  type ParquetColumn,
  type ParquetOptions,
  type ParquetWriter,
} from "./parquet-writer.js";
export { type HeadReading, readFileHead } from "./read-head.js";
export {
  type DetectedMarks,
  type FileOfRows,
  type ReadRowsOptions,
  type RowBatch,
  type RowFormat,
  readRows,
  sheetRule,
} from "./read-rows.js";
export {
  type ReadingArguments,
  type ReadingOptions,
  readingArguments,
  readingFromArguments,
} from "./reading-arguments.js";
export { type UnpackLimits, unpackRules } from "./unpack/limits.js";
