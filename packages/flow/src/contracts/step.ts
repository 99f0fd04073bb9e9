import type { StateName } from "./state.js";

/** What a run remembers of one task run or subflow. */
export interface Step {
  readonly id: string;
  readonly name: string;
  readonly kind: "task" | "flow";
  /** The map it is an element of. */
  readonly map: string | undefined;
  /** The step that called it. */
  readonly parent: Step | undefined;
  /** Whose results went into it. */
  readonly dependsOn: readonly string[];
  /** Tags whose limits it holds: a task it calls does not wait for them again. */
  holds: ReadonlySet<string>;
  state: StateName;
  attempt: number;
  /** Milliseconds of `performance.now()` when it first ran. */
  startedAt: number | undefined;
  /** From its first start to its end, retries and their delays included. */
  seconds: number;
  error: unknown;
}

/** One step of a finished run. */
export interface StepResult {
  /** The task's or subflow's name. */
  readonly name: string;
  readonly state: StateName;
  /** From its first start to its end, waits for retries included; 0 for what never started. */
  readonly seconds: number;
  readonly kind: "task" | "flow";
  readonly taskRunId: string;
  /** How many times it was started. */
  readonly attempts: number;
  /** What it failed with. */
  readonly error?: unknown;
}

/** Milliseconds of a monotonic clock. */
export const now = (): number => performance.now();

/** Seconds since a moment of that clock; 0 since none. */
export function secondsSince(moment: number | undefined): number {
  return moment === undefined ? 0 : (now() - moment) / 1000;
}

/** The id of the run of a subflow: its caller's, and the step that it is there. */
export function subflowRunId(runId: string, stepId: string): string {
  return `${runId}.${stepId.replaceAll(/[^A-Za-z0-9_-]/g, "_")}`;
}

/** A step as a finished run shows it. */
export function stepResult(step: Step): StepResult {
  const { name, state, seconds, kind, id, attempt, error } = step;
  const result = { name, state, seconds, kind, taskRunId: id, attempts: attempt };
  return error === undefined ? result : { ...result, error };
}
