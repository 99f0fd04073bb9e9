export type {
  Classifier,
  Cleaning,
  ErrorDefinition,
  FittedVectorizer,
  ImdbError,
  JsonValue,
  PredictionRecord,
  RunLogger,
  RunOptions,
  Vectorizer,
} from "@imdb/core";
export { type Estimate, wilson } from "@imdb/measures";
export {
  type ChooseMethod,
  type ColumnFacts,
  evidentlyMethods,
  significanceTests,
} from "./drift/choose-method.js";
export type { ColumnOptions } from "./drift/compare-column.js";
export type { DatasetOptions } from "./drift/compare-dataset.js";
export { adjustPValues, type Correction } from "./drift/correction.js";
export { type DriftOptions, type DriftSettings, driftReport } from "./drift/drift-report.js";
export { driftMethods } from "./drift/methods/index.js";
export type { DriftMethod, DriftScore } from "./drift/methods/method.js";
export {
  type CategoricalPair,
  type NumericPair,
  pairOfCategories,
  pairOfNumbers,
} from "./drift/methods/pair.js";
export {
  type CharacteristicTerm,
  type ColumnDrift,
  type ColumnStatistics,
  type ComparedColumn,
  type DriftReport,
  driftReportSchema,
  type HistogramBins,
  type TextDrift,
  type TopicsDrift,
  type WordDrift,
  type WordsDrift,
} from "./drift/report-schema.js";
export { type DataTable, type TableDriftOptions, tableDrift } from "./drift/table-drift.js";
export { type TopicDriftOptions, topicDrift } from "./drift/topic-drift.js";
export type { WordOptions } from "./drift/word-drift.js";
export {
  NoTopics,
  ProfileMismatch,
  ReferenceWithoutLabels,
  TooFewGroups,
  UnevenColumns,
  UnknownDriftMethod,
  UnknownFigure,
  UnusableReference,
  UnusableState,
  WebhookFailure,
} from "./errors.js";
export { grafanaDashboard } from "./metrics/grafana.js";
export { type GaugeOptions, prometheusGauges } from "./metrics/prometheus.js";
export { type CalibrationDrift, calibrationDrift } from "./performance/calibration-drift.js";
export {
  type EstimatedPerformance,
  type EstimateOptions,
  estimatePerformance,
} from "./performance/estimate.js";
export { type JoinedLabels, joinLabels, type LateLabel } from "./performance/join-labels.js";
export {
  type Outcome,
  type PerformanceMetrics,
  type PerformanceOptions,
  performanceMetrics,
} from "./performance/metrics.js";
export {
  type PerformanceOverTimeOptions,
  type PerformanceWindow,
  performanceOverTime,
} from "./performance/over-time.js";
export type { ColumnValue } from "./profile/column-builder.js";
export { createProfile, type ProfileOptions } from "./profile/create-profile.js";
export { distinctCount, duplicateShare } from "./profile/distinct-sketch.js";
export { mergeProfiles } from "./profile/merge-profiles.js";
export { type ProfileBuilder, type ProfileSettings, profileBuilder } from "./profile/profile-builder.js";
export type { ProfilePrediction } from "./profile/profile-state.js";
export { type Profile, type ProfileColumn, profileSchema } from "./profile/schema.js";
export {
  type DataQualityReport,
  dataQuality,
  type QualityOptions,
  type QualityShare,
} from "./quality/data-quality.js";
export { driftHtml } from "./report/drift-html.js";
export { logDriftReport } from "./report/log-drift-report.js";
export { monitoringHtml } from "./report/monitoring-html.js";
export type { PageOptions } from "./report/page-options.js";
export { suiteHtml } from "./report/suite-html.js";
export { type Condition, conditionSchema } from "./suite/condition.js";
export { figuresOf } from "./suite/figures.js";
export { type GeneratedSuiteOptions, suiteFromReference } from "./suite/suite-from-reference.js";
export {
  runSuite,
  type SuiteOptions,
  type SuiteResult,
  type TestResult,
  type TestSuite,
  testSuiteSchema,
} from "./suite/test-suite.js";
export { type NgramDriftOptions, ngramDrift } from "./text/ngram-drift.js";
export { textDrift } from "./text/text-drift.js";
export { type TextDriftBaselineOptions, textDriftBaseline } from "./text/text-drift-baseline.js";
export {
  type KnownVariation,
  type TextDriftBaseline,
  type TextDriftOptions,
  type TextDriftSettings,
  type TextGroups,
  textDriftBaselineSchema,
} from "./text/text-drift-options.js";
export { NO_TOPIC, topicAssigner } from "./topics/topic-assigner.js";
export { learnTopics, type TopicModel, type TopicOptions, topicModelSchema } from "./topics/topic-model.js";
export {
  type Alert,
  type AlertRule,
  alertRuleSchema,
  evaluateAlertRules,
  type RuleState,
} from "./watch/alerts.js";
export { type ProfiledWindow, type WindowReport, windowReport } from "./watch/window-report.js";
export type { WindowPlan } from "./watch/windows.js";
