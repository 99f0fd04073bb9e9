export type {
  Codec,
  ContentHash,
  ErrorDefinition,
  Example,
  FittedVectorizer,
  ImdbError,
  JoinedColumns,
  JsonValue,
  Role,
  RowsReading,
  RunOptions,
  Split,
  TextColumn,
} from "@imdb/core";
export {
  type CsvDialect,
  DuplicateColumn,
  type EncodingName,
  type FoundEncoding,
  InvalidArchive,
  InvalidEncoding,
  joinColumns,
  MissingColumn,
  NoDocuments,
  UnpackedTooLarge,
  UnreadableFile,
} from "@imdb/rows";
export type { DetectedMarks, UnpackLimits } from "@imdb/rows/node";
export {
  folderObjects,
  type HttpObjectsOptions,
  httpObjects,
  type ObjectBody,
  type ObjectStore,
  ObjectStoreFailure,
  type S3ObjectCalls,
  type S3ObjectsOptions,
  s3Objects,
} from "@imdb/runtime/objects";
export * from "./cleaning/index.js";
export { type CheckStep, checkData, type DataCheck } from "./config/check-data.js";
export {
  dataSectionSchema,
  outputSectionSchema,
  type PipelineConfig,
  pipelineConfigSchema,
} from "./config/config-schema.js";
export { loadPipelineConfig } from "./config/load-config.js";
export { pipelineFromConfig } from "./config/pipeline-from-config.js";
export { sourceFromConfig } from "./config/source-from-config.js";
export type { Dataset } from "./dataset/dataset.js";
export type { ExampleSource, OnInvalid } from "./dataset/ingest.js";
export { type DatasetManifest, datasetManifestSchema } from "./dataset/manifest.js";
export { createPipeline, type DataPipeline, type PipelineOptions } from "./dataset/pipeline.js";
export { versionOf } from "./dataset/version.js";
export type { ColumnDescription } from "./description/columns.js";
export { describe } from "./description/describe.js";
export type { DescribedExample } from "./description/described-example.js";
export type { DatasetDescription, LabelDescription } from "./description/description.js";
export type { LengthDescription } from "./description/lengths.js";
export {
  ACL_IMDB_ARCHIVE,
  cachedAclImdb,
  type DownloadOptions,
  downloadAclImdb,
} from "./download/acl-imdb-archive.js";
export { cacheFolder } from "./download/cache-folder.js";
export type { ExpectedFile } from "./download/expected-file.js";
export * from "./errors.js";
export type {
  Expectation,
  ExpectedData,
  NamedExpectation,
  OwnExpectation,
  UnmetExpectation,
} from "./expectations/expectation.js";
export {
  type QualityFinding,
  type QualityReport,
  qualityReportSchema,
  type Severity,
} from "./quality/finding.js";
export type { CheckSetting, QualitySettings } from "./quality/run-checks.js";
export { renderQualityReport } from "./report/quality-page.js";
export type { NearDuplicateOptions } from "./similarity/near-duplicate-rules.js";
export { nearDuplicates } from "./similarity/near-duplicates.js";
export { type AclImdbOptions, readAclImdb } from "./sources/acl-imdb.js";
export type { ImdbLabel } from "./sources/acl-imdb-assembler.js";
export type { AttributeColumns, AttributeType } from "./sources/attributes.js";
export { combineSources, type SourcesByPart } from "./sources/combine-sources.js";
export {
  type CsvOptions,
  type ExcelOptions,
  type FileOptions,
  readCsv,
  readExcel,
  readJson,
  readJsonl,
  readParquet,
  type TextFileOptions,
} from "./sources/files.js";
export type { InvalidRow } from "./sources/invalid-row.js";
export type { OtherLabels } from "./sources/label-names.js";
export { type ReadFromOptions, readFrom } from "./sources/read-from.js";
export { readSql, type SqlOptions } from "./sources/read-sql.js";
export type { Columns, RecordOptions } from "./sources/record-mapping.js";
export { readRecords } from "./sources/records.js";
export type { Batch, BatchFields, ExamplePlace, NamedLabel, Source, SourceRecord } from "./sources/source.js";
export { type GroupedSplitOptions, groupedSplit } from "./split/grouped-split.js";
export { type HashSplitOptions, hashSplit } from "./split/hash-split.js";
export type { LeakRule, LeakRules } from "./split/leaks.js";
export { officialSplit } from "./split/official-split.js";
export type { SeededSizes, SplitSizes } from "./split/sizes.js";
export type { Splitter, StreamingSplitter } from "./split/splitter.js";
export {
  type StratifiedSmallClasses,
  type StratifiedSplitOptions,
  stratifiedSplit,
} from "./split/stratified-split.js";
export { type TimeSplitOptions, timeSplit } from "./split/time-split.js";
export type { SqlConnection, SqlValue } from "./sql/sql-reader.js";
export { ACL_IMDB_CARD, type DataCardFacts, dataCard } from "./store/data-card.js";
export { type MaterializeOptions, materialize } from "./store/materialize.js";
export { materializeStream, type StreamOptions } from "./store/materialize-stream.js";
export { type OpenedDataset, type OpenOptions, openDataset } from "./store/open-dataset.js";
export type { ShardFormat } from "./store/stored-dataset.js";
export { listVersions } from "./versions/list-versions.js";
export { type PullSummary, pullVersion } from "./versions/pull-version.js";
export { type PushSummary, pushVersion } from "./versions/push-version.js";
export type { TransferOptions } from "./versions/transfer-options.js";
