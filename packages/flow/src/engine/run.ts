import { toWire } from "@imdb/core";
import type { FlowEvent, LogLevel, Note } from "../contracts/events.js";
import { HOOKS, type HookInfo, type TaskHooks } from "../contracts/hooks.js";
import { canFollow, isTerminal, type StateName } from "../contracts/state.js";
import { now, type Step, secondsSince } from "../contracts/step.js";
import { type ConcurrencyLimits, type Semaphore, semaphore } from "../definition/limits.js";
import type { Runner } from "../definition/runner.js";
import type { TaskDefinition } from "../definition/task-definition.js";
import type { ResultStore } from "../store/result-store.js";
import { type Lineage, lineage } from "./lineage.js";

/** A flow run while it runs. */
export interface Run {
  readonly id: string;
  readonly flow: string;
  readonly parentRunId: string | undefined;
  /** Part of the keys of results that belong to this run alone; a resumed run has the same. */
  readonly resumeScope: string;
  readonly signal: AbortSignal;
  readonly store: ResultStore | undefined;
  readonly runner: Runner;
  /** The slots of the runner. */
  readonly slots: Semaphore;
  readonly limits: ConcurrencyLimits | undefined;
  readonly threads: number;
  readonly seed: number;
  /** Seconds. */
  readonly grace: number;
  readonly lineage: Lineage;
  readonly steps: Step[];
  /** Tasks that were called and have not settled. */
  readonly pending: Set<Promise<unknown>>;
  /** Failures of tasks that nobody has awaited. */
  readonly unobserved: Map<Step, unknown>;
  /** The number of uses of each name, to number task runs and maps. */
  readonly counts: Map<string, number>;
  /** The number of calls with each input, to distinguish equal calls of one run. */
  readonly occurrences: Map<string, number>;
  /** Whether the run has its final state. After it no task may be called. */
  readonly status: { ended: boolean };
  emit(event: FlowEvent): void;
}

/** A call of a task, as a step of a run. */
export interface TaskCall<In, Out> {
  readonly run: Run;
  readonly step: Step;
  readonly task: TaskDefinition<In, Out>;
  readonly input: In;
}

/** What a run is made of, without its state. */
export type RunParts = Omit<
  Run,
  "lineage" | "steps" | "pending" | "unobserved" | "counts" | "occurrences" | "status" | "slots"
> & {
  readonly slots?: Semaphore;
};

/** Makes a run in its initial state. */
export function createRun(parts: RunParts): Run {
  return {
    ...parts,
    slots: parts.slots ?? semaphore(parts.runner.concurrency),
    lineage: lineage(),
    steps: [],
    pending: new Set(),
    unobserved: new Map(),
    counts: new Map(),
    occurrences: new Map(),
    status: { ended: false },
  };
}

/** Counts a name. Returns its earlier count. */
export function count(counts: Map<string, number>, name: string): number {
  const before = counts.get(name) ?? 0;
  counts.set(name, before + 1);
  return before;
}

/** Moves a step to a state and reports it. */
export function enterState(run: Run, step: Step, state: StateName, error?: unknown): void {
  if (!canFollow(step.state, state)) {
    throw new Error(`the step ${step.id} cannot go from ${step.state} to ${state}`);
  }
  step.state = state;
  if (state === "Running") {
    step.attempt++;
    step.startedAt ??= now();
  }
  if (isTerminal(state)) {
    step.seconds = secondsSince(step.startedAt);
    step.error = error;
  }
  reportStep(run, step, error);
}

/** Reports the state of a step. */
export function reportStep(run: Run, step: Step, error?: unknown): void {
  const isFirst = step.state === "Pending";
  run.emit({
    type: "taskState",
    time: Date.now(),
    runId: run.id,
    taskRunId: step.id,
    task: step.name,
    kind: step.kind,
    state: step.state,
    attempt: step.attempt,
    ...(isFirst && step.dependsOn.length > 0 ? { dependsOn: step.dependsOn } : undefined),
    ...(isFirst && step.map !== undefined ? { map: step.map } : undefined),
    ...(isFirst && step.parent !== undefined ? { parent: step.parent.id } : undefined),
    ...(error === undefined ? undefined : { error: toWire(error) }),
  });
}

/** Reports the state of the run itself. */
export function reportFlow(run: Run, state: StateName, error?: unknown): void {
  run.emit({
    type: "flowState",
    time: Date.now(),
    runId: run.id,
    flow: run.flow,
    state,
    ...(run.parentRunId === undefined ? undefined : { parentRunId: run.parentRunId }),
    ...(error === undefined ? undefined : { error: toWire(error) }),
  });
}

/** Writes a line to a run's log. */
export function log(run: Run, step: Step | undefined, level: LogLevel, message: string): void {
  reportNote(run, step, { type: "log", level, message });
}

/** Reports a note of a task, or of the flow itself. */
export function reportNote(run: Run, step: Step | undefined, note: Note): void {
  const place = { type: note.type, time: Date.now(), runId: run.id, ...(step && { taskRunId: step.id }) };
  run.emit({ ...place, ...note } as FlowEvent);
}

/** Calls the hook of a state, if there is one. A failure of the hook is logged and changes nothing else. */
export function callHook(
  run: Run,
  step: Step | undefined,
  hooks: TaskHooks,
  state: HookInfo["state"],
  seconds: number,
  error?: unknown,
): Promise<void> | undefined {
  const hook = hooks[HOOKS[state]];
  if (hook === undefined) return undefined;
  const source = { runId: run.id, flow: run.flow, ...(step && { task: step.name, taskRunId: step.id }) };
  const info = { ...source, state, seconds, ...(error !== undefined && { error }) };
  return (async () => hook(info))().catch((failure) => {
    log(run, step, "error", `its ${state} hook failed: ${String(failure)}`);
  });
}
