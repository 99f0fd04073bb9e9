export type { Codec, ErrorDefinition, ImdbError, Progress, RunOptions, WireError } from "@imdb/core";
export { type Gate, type GateDecision, type GateRule, type PositiveClasses, promotionGate } from "@imdb/core";
export type { Damage } from "@imdb/runtime/files";
export type { S3Calls } from "@imdb/runtime/remote";
export type { Callable, FlowLogger, RunContext, TaskContext } from "./contracts/context.js";
export type { Duration } from "./contracts/duration.js";
export type {
  Artifact,
  ArtifactEvent,
  FlowEvent,
  FlowStateEvent,
  LogEvent,
  LogFields,
  LogLevel,
  ProgressEvent,
  TaskStateEvent,
} from "./contracts/events.js";
export type { Hook, HookInfo, TaskHooks } from "./contracts/hooks.js";
export { type RunRecord, type RunRecorder, runRecorder, type TaskRecord } from "./contracts/run-record.js";
export { canFollow, isTerminal, type StateName, type TerminalState } from "./contracts/state.js";
export type { StepResult } from "./contracts/step.js";
export type {
  FinishedRun,
  FlowDefinition,
  FlowFunction,
  FlowOptions,
  FlowRun,
  RunSettings,
} from "./definition/flow-definition.js";
export { type ConcurrencyLimits, concurrencyLimits } from "./definition/limits.js";
export type { Runner, TaskJob, TaskOutcome } from "./definition/runner.js";
export type {
  CachePolicy,
  ResolvedCache,
  TaskDefinition,
  TaskFunction,
  TaskOptions,
} from "./definition/task-definition.js";
export type { RetryPolicy } from "./definition/work-definition.js";
export type { MapOptions } from "./engine/map.js";
export { resultOf } from "./engine/start-flow.js";
export {
  BucketFailure,
  DamagedResult,
  DamagedRun,
  DamagedSchedule,
  DuplicateTask,
  FlowRunEnded,
  NoCandidate,
  PoisonTask,
  QueueFailure,
  ResultMissing,
  RunActive,
  RunMismatch,
  ScheduledRunKilled,
  TaskVersionMismatch,
  Timeout,
  UncacheableInput,
  UnknownRun,
  UnknownTask,
  UnobservedFailure,
  UnstorableValue,
} from "./errors.js";
export { type Flow, flow } from "./flow.js";
export { type BatchScoringParts, batchScoringFlow } from "./flows/batch-scoring-flow.js";
export { type MonitoringParts, type MonitoringResult, monitoringFlow } from "./flows/monitoring-flow.js";
export {
  type SearchEntry,
  type SearchFlowResult,
  type SearchParts,
  searchFlow,
} from "./flows/search-flow.js";
export type { StepOf } from "./flows/step.js";
export { type TrainingParts, type TrainingResult, trainingFlow } from "./flows/training-flow.js";
export type { QueueConnection, QueuePlace } from "./queue/connection.js";
export { type DeadLetter, type DeadLetters, openDeadLetters } from "./queue/dead-letters.js";
export { type QueueRunnerOptions, queueRunner } from "./queue/queue-runner.js";
export { type QueueWorker, type QueueWorkerOptions, startWorker } from "./queue/start-worker.js";
export { type InProcessOptions, inProcessRunner } from "./runners/in-process-runner.js";
export { type FolderRunStore, folderRunStore } from "./runs/folder-run-store.js";
export type { FlowRunStart, RunList, RunSession, RunStore, RunSummary } from "./runs/run-store.js";
export type { MissedPolicy, ScheduledStart } from "./schedule/due-times.js";
export { schedule } from "./schedule/schedule.js";
export type { Schedule, ScheduleOptions } from "./schedule/schedule-options.js";
export {
  type CronOptions,
  cron,
  event,
  type IntervalOptions,
  interval,
  manual,
  type Trigger,
} from "./schedule/trigger.js";
export { folderResultStore } from "./store/folder-result-store.js";
export { memoryResultStore } from "./store/memory-result-store.js";
export type { ResultStore } from "./store/result-store.js";
export { type S3StoreOptions, s3ResultStore } from "./store/s3-result-store.js";
export type { Serializer } from "./store/stored-result.js";
export { isTask, type Task, task } from "./task.js";
export type { AnyTask } from "./task-registry.js";
export { type ThreadRunnerOptions, threadRunner } from "./threads/thread-runner.js";
export { hashValue } from "./value/hash-value.js";
export { runPage } from "./view/run-page.js";
export { type TerminalStream, type TerminalView, terminalView } from "./view/terminal-view.js";
