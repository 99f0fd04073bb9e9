export * from "./cleaning/index.js";
export type { Dataset } from "./dataset/dataset.js";
export type { ExampleSource, OnInvalid } from "./dataset/intake.js";
export { type DatasetManifest, datasetManifestSchema } from "./dataset/manifest.js";
export { createPipeline, type DataPipeline, type PipelineOptions } from "./dataset/pipeline.js";
export { versionOf } from "./dataset/version.js";
export {
  ACL_IMDB_ARCHIVE,
  cachedAclImdb,
  type DownloadOptions,
  downloadAclImdb,
} from "./download/acl-imdb-archive.js";
export { cacheFolder } from "./download/cache-folder.js";
export type { ExpectedFile } from "./download/expected-file.js";
export {
  ChecksumMismatch,
  DownloadFailed,
  InvalidArchive,
  InvalidRows,
  NoDocuments,
  Offline,
  QualityFailed,
  SplitImpossible,
  SplitLeak,
  UnpackedTooLarge,
} from "./errors.js";
export {
  type QualityFinding,
  type QualityReport,
  qualityReportSchema,
  type Severity,
} from "./quality/finding.js";
export type { CheckSetting, QualitySettings } from "./quality/run-checks.js";
export { readAclImdb } from "./sources/acl-imdb.js";
export type { ImdbLabel } from "./sources/acl-imdb-assembler.js";
export type { InvalidRow } from "./sources/invalid-row.js";
export type { Batch, Source, SourceRecord } from "./sources/source.js";
export type { UnpackLimits } from "./sources/unpack-limits.js";
export { type GroupedSplitOptions, groupedSplit } from "./split/grouped-split.js";
export { officialSplit } from "./split/official-split.js";
export type { SplitSizes } from "./split/sizes.js";
export type { Splitter } from "./split/splitter.js";
