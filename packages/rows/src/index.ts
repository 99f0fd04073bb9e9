export {
  type BadRow,
  type GoodRow,
  MAX_ROW_BYTES,
  type ReadRow,
  type RowFault,
  type RowPlace,
} from "./bytes/row.js";
export type { HeldRow, RowBuffer, RowReader, RowStart } from "./bytes/row-buffer.js";
export { decodeUtf8, firstInvalidByte } from "./bytes/text.js";
export { type CsvDialect, type CsvLayout, csvMarks } from "./csv/dialect.js";
export { csvField } from "./csv/write.js";
export {
  DuplicateColumn,
  EXPECTED_ROWS,
  InvalidArchive,
  MissingColumn,
  NoDocuments,
  UnpackedTooLarge,
  UnreadableFile,
} from "./errors.js";
export { type BlockCutter, createBlockCutter, type RowBlock } from "./format/block-cutter.js";
export { type FileHead, type LineFormat, readHead, rowReader } from "./format/line-format.js";
export { lineBuffer } from "./jsonl/reader.js";
export { jsonLine } from "./jsonl/write.js";
