import { AsyncLocalStorage } from "node:async_hooks";
import type { Step } from "../contracts/step.js";
import type { Run } from "./run.js";

/** Where a call stands: in which run, and in which of its tasks. */
export interface Scope {
  readonly run: Run;
  /** The step whose function makes the call; `undefined` in the flow's own function. */
  readonly within: Step | undefined;
}

const STORAGE = Symbol.for("@imdb/flow/scope/1");

/**
 * The asynchronous context in which plain calls of tasks find their run. One for all copies of the package
 * (ESM and CommonJS), so that a flow of one finds the tasks of another.
 */
export function scopeStorage(): AsyncLocalStorage<Scope> {
  const shared = globalThis as { [STORAGE]?: AsyncLocalStorage<Scope> };
  shared[STORAGE] ??= new AsyncLocalStorage<Scope>();
  return shared[STORAGE];
}
