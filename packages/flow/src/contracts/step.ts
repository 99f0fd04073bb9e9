import type { StateName } from "./state.js";

/** One task run or subflow of a run. */
export interface Step {
  readonly id: string;
  readonly name: string;
  readonly kind: "task" | "flow";
  /** The map it is an element of. */
  readonly map: string | undefined;
  /** The step that called it, when a task called a task. */
  readonly parent: Step | undefined;
  /** The steps or maps whose results are in its input. */
  readonly dependsOn: readonly string[];
  /** Tags whose slots it holds: a task that it calls does not wait for them again. */
  holds: ReadonlySet<string>;
  state: StateName;
  attempt: number;
  /** `performance.now()` when its first attempt started. */
  startedAt: number | undefined;
  /** From its first start to its end, with retries and their delays. */
  seconds: number;
  error: unknown;
}

/** One step of a finished run. */
export interface StepResult {
  /** The name of the task or subflow. */
  readonly name: string;
  readonly state: StateName;
  /** From its first start to its end, with retries and their delays; 0 when it never started. */
  readonly seconds: number;
  readonly kind: "task" | "flow";
  readonly taskRunId: string;
  /** The number of attempts. */
  readonly attempts: number;
  /** The error of a failure. */
  readonly error?: unknown;
}

/** Time of a monotonic clock, in milliseconds. */
export const now = (): number => performance.now();

/** Seconds since a time of {@link now}; 0 for undefined. */
export function secondsSince(moment: number | undefined): number {
  return moment === undefined ? 0 : (now() - moment) / 1000;
}

/** The id of a subflow's run: the id of its caller's run, and of the step. */
export function subflowRunId(runId: string, stepId: string): string {
  return `${runId}.${stepId.replaceAll(/[^A-Za-z0-9_-]/g, "_")}`;
}

/** A step in the result of a finished run. */
export function stepResult(step: Step): StepResult {
  const { name, state, seconds, kind, id, attempt, error } = step;
  const result = { name, state, seconds, kind, taskRunId: id, attempts: attempt };
  return error === undefined ? result : { ...result, error };
}
