import { AsyncLocalStorage } from "node:async_hooks";
import { CALL } from "../contracts/context.js";
import type { Step } from "../contracts/step.js";
import type { TaskJob } from "../definition/runner.js";
import { inProcessRunner } from "../runners/in-process-runner.js";
import { newRunId } from "../runs/run-id.js";
import { createRun, type Run } from "./run.js";

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

/** How a job calls its function and other work: within a scope. */
export function callsWithin<In, Out>(
  scope: Scope,
  { task, input }: Pick<TaskJob<In, Out>, "task" | "input">,
): Pick<TaskJob<In, Out>, "call" | "run"> {
  return {
    call: (ctx) => scopeStorage().run(scope, async () => task.fn(input, ctx)),
    run: (work, value) => work[CALL](value, scope),
  };
}

/** The scope of a task that no flow of this process called: a run of its own, which keeps and tells nothing. */
export function aloneScope(signal: AbortSignal = new AbortController().signal): Scope {
  const id = newRunId();
  const nothing = { parentRunId: undefined, store: undefined, limits: undefined, emit: () => {} };
  const settings = { runner: inProcessRunner(), threads: 1, seed: 0, grace: 2 };
  const run = createRun({ id, flow: "", resumeScope: id, signal, ...settings, ...nothing });
  return { run, within: undefined };
}

/** A job as the process or thread sees it that runs it for a flow elsewhere. */
export function remoteJob(job: Omit<TaskJob, "key" | "store" | "call" | "run">): TaskJob {
  // What the task calls in turn runs here, within it, and is no step of the flow.
  return { ...job, key: undefined, store: undefined, ...callsWithin(aloneScope(job.signal), job) };
}
