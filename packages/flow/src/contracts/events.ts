import type { Progress, WireError } from "@imdb/core";
import type { Artifact } from "./artifact.js";
import type { StateName } from "./state.js";

/** How much a log line matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Facts beside a log line, JSON-safe. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where and when an event happened: milliseconds since 1970, and the flow run. */
interface At {
  readonly time: number;
  readonly runId: string;
}

/** A flow run enters a state. */
export interface FlowStateEvent extends At {
  readonly type: "flowState";
  readonly flow: string;
  readonly state: StateName;
  /** Run of the flow that called it, for a subflow. */
  readonly parentRunId?: string;
  readonly error?: WireError;
}

/** A task run (or a subflow, as its parent sees it) enters a state. */
export interface TaskStateEvent extends At {
  readonly type: "taskState";
  readonly taskRunId: string;
  readonly task: string;
  readonly kind: "task" | "flow";
  readonly state: StateName;
  /** From 1; 0 while it has not started. */
  readonly attempt: number;
  /** Task runs or maps whose results went into it. */
  readonly dependsOn?: readonly string[];
  /** The map it is an element of. */
  readonly map?: string;
  /** The task run that called it, when a task called a task. */
  readonly parent?: string;
  readonly error?: WireError;
}

/** A line of a run's log. */
export interface LogEvent extends At {
  readonly type: "log";
  readonly taskRunId?: string;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields?: LogFields;
}

/** How far a task has come. */
export interface ProgressEvent extends At {
  readonly type: "progress";
  readonly taskRunId: string;
  readonly progress: Progress;
}

/** Something a task leaves for a reader: a link, a table, a text. */
export interface ArtifactEvent extends At {
  readonly type: "artifact";
  readonly taskRunId?: string;
  readonly artifact: Artifact;
}

/** Everything a run tells while it runs, in order. */
export type FlowEvent = FlowStateEvent | TaskStateEvent | LogEvent | ProgressEvent | ArtifactEvent;
