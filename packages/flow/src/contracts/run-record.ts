import type { Progress, WireError } from "@imdb/core";
import type { Artifact, FlowEvent, LogEvent, TaskStateEvent } from "./events.js";
import { isTerminal, type StateName } from "./state.js";

/** One task run, from its events. Times are milliseconds since 1970. */
export interface TaskRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: "task" | "flow";
  readonly runId: string;
  readonly map?: string;
  readonly parent?: string;
  readonly dependsOn: readonly string[];
  readonly state: StateName;
  readonly attempts: number;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly error?: WireError;
  readonly progress?: Progress;
}

/** The record of a run and its subflows, from their events. */
export interface RunRecord {
  readonly runId: string;
  readonly flow: string;
  readonly state: StateName;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly error?: WireError;
  /** The number of its sessions: more than one when it was resumed. */
  readonly sessions: number;
  /** The task runs of the last session, in the order in which they were called. */
  readonly tasks: readonly TaskRecord[];
  /** The last log lines, at most 5,000. */
  readonly logs: readonly LogEvent[];
  /** The number of earlier log lines that were omitted. */
  readonly logsLeftOut: number;
  readonly artifacts: readonly { readonly taskRunId?: string; readonly artifact: Artifact }[];
}

/** Builds a record from events: live, for a view, or from a journal. */
export interface RunRecorder {
  add(event: FlowEvent): void;
  record(): RunRecord;
}

const MAX_LOGS = 5000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** An empty recorder. The first flow state event gives the run its name. */
export function runRecorder(): RunRecorder {
  let tasks = new Map<string, Mutable<TaskRecord>>();
  let logs: LogEvent[] = [];
  let artifacts: RunRecord["artifacts"][number][] = [];
  let logsLeftOut = 0;
  const run: Mutable<Pick<RunRecord, "runId" | "flow" | "state" | "startedAt" | "endedAt" | "error">> = {
    runId: "",
    flow: "",
    state: "Pending",
    startedAt: 0,
  };
  let sessions = 0;

  function addFlowState(event: FlowEvent & { type: "flowState" }): void {
    if (event.parentRunId !== undefined) return;
    if (event.state === "Pending") {
      sessions++;
      // The finished tasks of the earlier session are cached steps of this one.
      tasks = new Map();
      artifacts = [];
    }
    if (run.runId === "") Object.assign(run, { runId: event.runId, flow: event.flow, startedAt: event.time });
    run.state = event.state;
    delete run.endedAt;
    delete run.error;
    if (isTerminal(event.state)) run.endedAt = event.time;
    if (event.error) run.error = event.error;
  }

  return {
    add(event) {
      switch (event.type) {
        case "flowState":
          return addFlowState(event);
        case "taskState":
          return addTaskState(tasks, event);
        case "progress": {
          const task = tasks.get(`${event.runId}/${event.taskRunId}`);
          if (task) task.progress = event.progress;
          return;
        }
        case "artifact": {
          const { taskRunId, artifact } = event;
          artifacts.push(taskRunId === undefined ? { artifact } : { taskRunId, artifact });
          return;
        }
        case "log":
          logs.push(event);
          if (logs.length < 2 * MAX_LOGS) return;
          logsLeftOut += MAX_LOGS;
          logs = logs.slice(MAX_LOGS);
      }
    },
    record: () => {
      const omitted = Math.max(0, logs.length - MAX_LOGS);
      return {
        ...run,
        sessions,
        tasks: [...tasks.values()],
        logs: logs.slice(omitted),
        logsLeftOut: logsLeftOut + omitted,
        artifacts,
      };
    },
  };
}

function addTaskState(tasks: Map<string, Mutable<TaskRecord>>, event: TaskStateEvent): void {
  const key = `${event.runId}/${event.taskRunId}`;
  let task = tasks.get(key);
  if (task === undefined) {
    task = {
      id: event.taskRunId,
      name: event.task,
      kind: event.kind,
      runId: event.runId,
      dependsOn: event.dependsOn ?? [],
      state: event.state,
      attempts: 0,
      createdAt: event.time,
    };
    if (event.map !== undefined) task.map = event.map;
    if (event.parent !== undefined) task.parent = event.parent;
    tasks.set(key, task);
  }
  task.state = event.state;
  task.attempts = event.attempt;
  if (event.state === "Running") task.startedAt ??= event.time;
  if (isTerminal(event.state)) task.endedAt = event.time;
  if (event.error) task.error = event.error;
  else delete task.error;
}
