import { AsyncLocalStorage } from "node:async_hooks";
import { CALL } from "../contracts/context.js";
import type { Step } from "../contracts/step.js";
import type { TaskJob } from "../definition/runner.js";
import { inProcessRunner } from "../runners/in-process-runner.js";
import { newRunId } from "../runs/run-id.js";
import { createRun, type Run } from "./run.js";

/** The place of a call: its run, and the step that makes it. */
export interface Scope {
  readonly run: Run;
  /** The step whose function makes the call; `undefined` in the flow's own function. */
  readonly within: Step | undefined;
}

const STORAGE = Symbol.for("@imdb/flow/scope/1");

/**
 * The asynchronous context in which plain calls of tasks find their run. All copies of the package (ESM and CommonJS)
 * share it, so that the flow of one copy runs the tasks of another.
 */
export function scopeStorage(): AsyncLocalStorage<Scope> {
  const shared = globalThis as { [STORAGE]?: AsyncLocalStorage<Scope> };
  shared[STORAGE] ??= new AsyncLocalStorage<Scope>();
  return shared[STORAGE];
}

/** The functions by which a job calls its task and other work within a scope. */
export function callsWithin<In, Out>(
  scope: Scope,
  { task, input }: Pick<TaskJob<In, Out>, "task" | "input">,
): Pick<TaskJob<In, Out>, "call" | "run"> {
  return {
    call: (ctx) => scopeStorage().run(scope, async () => task.fn(input, ctx)),
    run: (work, value) => work[CALL](value, scope),
  };
}

/** The scope of a task that no flow of this process called: a run of its own, without store and events. */
export function standaloneScope(signal: AbortSignal = new AbortController().signal): Scope {
  const id = newRunId();
  const unused = { parentRunId: undefined, store: undefined, limits: undefined, emit: () => {} };
  const settings = { runner: inProcessRunner(), threads: 1, seed: 0, grace: 2 };
  const run = createRun({ id, flow: "", resumeScope: id, signal, ...settings, ...unused });
  return { run, within: undefined };
}

/** A job for the process or thread that runs it for a flow elsewhere. */
export function remoteJob(job: Omit<TaskJob, "key" | "store" | "call" | "run">): TaskJob {
  // Tasks that the task calls run here, within it, and are not steps of the flow.
  return { ...job, key: undefined, store: undefined, ...callsWithin(standaloneScope(job.signal), job) };
}
