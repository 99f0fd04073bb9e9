export type { DatasetInput, ErrorDefinition, Gate, ImdbError, ParamValue, RunLogger } from "@imdb/core";
export { type GateDecision, minimumGain, type PositiveClasses } from "@imdb/core";
export type { Damage } from "./entities/damage.js";
export type { Experiment, LifecycleStage, ViewType } from "./entities/experiment.js";
export type { LoggedModel, LoggedModelStatus, ModelVersion, RegisteredModel } from "./entities/model.js";
export {
  DATASET_CONTEXT_TAG,
  type EndStatus,
  type Metric,
  type ModelOutput,
  type Run,
  type RunBatch,
  type RunDataset,
  type RunInfo,
  type RunStatus,
} from "./entities/run.js";
export * from "./errors.js";
export { type FileStore, type FileStoreOptions, fileStore } from "./file-store/file-store.js";
export type { Recovery } from "./file-store/recover-runs.js";
export type { Durability } from "./file-store/small-file.js";
export { type Lineage, lineage } from "./registry/lineage.js";
export {
  type PromoteOptions,
  type Promotion,
  type PromotionGate,
  promote,
  type RollbackOptions,
  rollback,
} from "./registry/promote.js";
export { type ComparedRow, compareRuns, type RunComparison } from "./report/compare-runs.js";
export { comparisonReport } from "./report/comparison-report.js";
export { runReport } from "./report/run-report.js";
export type { RestStoreOptions } from "./rest-store/connection.js";
export { restStore } from "./rest-store/rest-store.js";
export type { LoggedModelLink, ModelOptions } from "./run/log-model.js";
export type { ActiveRun, LoggedDataset, MetricPoint } from "./run/run-handle.js";
export type { ResumedRun, RunStartOptions } from "./run/start-run.js";
export type { SystemMetricsOptions } from "./run/system-metrics.js";
export { parseFilter } from "./search/parse-filter.js";
export type { ArtifactEntry, ArtifactOwner, ArtifactStore } from "./store/artifact-store.js";
export type { NewModelVersion, NewRegisteredModel, RegistryStore } from "./store/registry-store.js";
export type {
  NewLoggedModel,
  NewRun,
  Page,
  RunSearch,
  RunUpdate,
  TrackingStore,
} from "./store/tracking-store.js";
export type { SyncProgress } from "./sync/send-folder.js";
export type { RefusedRecord } from "./sync/sent.js";
export { type SyncOptions, type SyncReport, syncRuns } from "./sync/sync-runs.js";
export { type SyncedStore, type SyncedStoreOptions, syncedStore } from "./sync/synced-store.js";
export { createTracker, type ExperimentHandle, type Tracker, type TrackerOptions } from "./tracker.js";
