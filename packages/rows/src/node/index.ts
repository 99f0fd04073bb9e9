export { type ByteOptions, type FileRecord, readBytes, withoutCompression } from "./byte-source.js";
export { openParquet, type ParquetFile } from "./parquet-file.js";
export {
  createParquetWriter,
  loadParquetWriter,
  type ParquetColumn,
  type ParquetOptions,
  type ParquetWriter,
} from "./parquet-writer.js";
export { type ReadRowsOptions, type RowBatch, type RowFormat, readRows } from "./read-rows.js";
export type { UnpackLimits } from "./unpack-limits.js";
