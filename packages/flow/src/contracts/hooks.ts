import type { TerminalState } from "./state.js";

/** What a hook is told. */
export interface HookInfo {
  readonly runId: string;
  readonly flow: string;
  /** The task, for a task's hook. */
  readonly task?: string;
  readonly taskRunId?: string;
  readonly state: TerminalState | "Running";
  /** What it failed with. */
  readonly error?: unknown;
  readonly seconds: number;
}

/** A state hook. It may be asynchronous; its own failure is logged and changes no state. */
export type Hook = (info: HookInfo) => void | Promise<void>;

/** Functions called when a task enters a state, named as Prefect's. */
export interface TaskHooks {
  readonly onRunning?: Hook;
  /** After `Completed` and `Cached`. */
  readonly onCompletion?: Hook;
  readonly onFailure?: Hook;
  readonly onCrashed?: Hook;
  readonly onCancellation?: Hook;
}

/** The hook of each state. */
export const HOOKS = {
  Running: "onRunning",
  Completed: "onCompletion",
  Cached: "onCompletion",
  Failed: "onFailure",
  Crashed: "onCrashed",
  Cancelled: "onCancellation",
} as const satisfies Readonly<Record<HookInfo["state"], keyof TaskHooks>>;
