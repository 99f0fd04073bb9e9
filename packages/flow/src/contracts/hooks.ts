import type { TerminalState } from "./state.js";

/** What a hook gets. */
export interface HookInfo {
  readonly runId: string;
  readonly flow: string;
  /** The name of the task, for the hook of a task. */
  readonly task?: string;
  readonly taskRunId?: string;
  readonly state: TerminalState | "Running";
  /** The error of a failure. */
  readonly error?: unknown;
  readonly seconds: number;
}

/** A state hook. It may be asynchronous. Its own failure is logged and changes no state. */
export type Hook = (info: HookInfo) => void | Promise<void>;

/** Functions that are called when a task or a flow enters a state, named as in Prefect. */
export interface TaskHooks {
  readonly onRunning?: Hook;
  /** After `Completed` and `Cached`. */
  readonly onCompletion?: Hook;
  readonly onFailure?: Hook;
  readonly onCrashed?: Hook;
  readonly onCancellation?: Hook;
}

/** The name of the hook of each state. */
export const HOOKS = {
  Running: "onRunning",
  Completed: "onCompletion",
  Cached: "onCompletion",
  Failed: "onFailure",
  Crashed: "onCrashed",
  Cancelled: "onCancellation",
} as const satisfies Readonly<Record<HookInfo["state"], keyof TaskHooks>>;
