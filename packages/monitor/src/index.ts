export {
  type ChooseMethod,
  type ColumnFacts,
  evidentlyMethods,
  significanceTests,
} from "./drift/choose-method.js";
export type { ColumnOptions } from "./drift/compare-column.js";
export type { DatasetOptions } from "./drift/compare-dataset.js";
export { adjustPValues, type Correction } from "./drift/correction.js";
export { type DriftOptions, driftReport } from "./drift/drift-report.js";
export type { DriftMethod, DriftScore } from "./drift/method.js";
export { driftMethods } from "./drift/methods/index.js";
export {
  type CategoricalPair,
  type NumericPair,
  pairOfCategories,
  pairOfNumbers,
} from "./drift/pair.js";
export {
  type ColumnDrift,
  type ColumnFigures,
  type ComparedColumn,
  type DrawnBins,
  type DriftReport,
  driftReportSchema,
  type TellingTerm,
  type TextDrift,
  type WordDrift,
  type WordsDrift,
} from "./drift/report-schema.js";
export { type DataTable, type TableDriftOptions, tableDrift } from "./drift/table-drift.js";
export type { WordOptions } from "./drift/word-drift.js";
export { ProfileMismatch, UnevenColumns, UnknownDriftMethod } from "./errors.js";
export type { ColumnValue } from "./profile/column-builder.js";
export { createProfile, type ProfileOptions } from "./profile/create-profile.js";
export { distinctCount, duplicateShare } from "./profile/distinct-sketch.js";
export { mergeProfiles } from "./profile/merge-profiles.js";
export {
  type ProfileBuilder,
  type ProfilePrediction,
  type ProfileSettings,
  profileBuilder,
} from "./profile/profile-builder.js";
export { type Profile, type ProfileColumn, profileSchema } from "./profile/schema.js";
export { driftHtml } from "./report/drift-html.js";
export { type NgramDriftOptions, ngramDrift } from "./text/ngram-drift.js";
export { type TextDriftOptions, textDrift } from "./text/text-drift.js";
