export type { ErrorDefinition, ImdbError, JoinedColumns, TextColumn } from "@imdb/core";
export type { OptionalRule, OptionRule, OptionRules, OptionsSchema, Resolved } from "@imdb/core/options";
export {
  type EncodingBasis,
  type EncodingName,
  encodingRule,
  type FoundEncoding,
  isEncodingName,
  namedEncodingRule,
} from "./bytes/encoding.js";
export * from "./bytes/row.js";
export type { HeldRow, RowBuffer, RowReader, RowStart } from "./bytes/row-buffer.js";
export { decodeUtf8, firstInvalidByte } from "./bytes/text.js";
export { decodeText } from "./bytes/transcoder.js";
export {
  type CsvDialect,
  type CsvLayout,
  type CsvMarks,
  csvMarks,
  dialectOptions,
  dialectRules,
} from "./csv/dialect.js";
export { csvField } from "./csv/write.js";
export * from "./errors.js";
export { type BlockCutter, createBlockCutter, type RowBlock } from "./format/block-cutter.js";
export { type FileHead, type LineFormat, readHead, rowReader } from "./format/line-format.js";
export { sheetTexts } from "./format/sheet-texts.js";
export {
  columnName,
  columnsOfText,
  joinColumns,
  textColumnRule,
  textColumnWords,
} from "./format/text-column.js";
export * from "./format/text-field.js";
export { lineBuffer } from "./json/lines-reader.js";
export { jsonLine } from "./json/write.js";
export { shownList, shownName } from "./shown-names.js";
export { ExactDecimal } from "./values/exact-decimal.js";
export { parseExactJson } from "./values/exact-json.js";
export { isoDay, isoTime } from "./values/iso-time.js";
export { plainValue, rowJson, valueText } from "./values/row-values.js";
