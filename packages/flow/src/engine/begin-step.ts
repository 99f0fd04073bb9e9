import { throwIfCancelled } from "@imdb/core";
import type { TaskHooks } from "../contracts/hooks.js";
import type { TerminalState } from "../contracts/state.js";
import { type Step, secondsSince } from "../contracts/step.js";
import { FlowRunEnded } from "../errors.js";
import { failureState } from "./failure-state.js";
import { observe } from "./observe.js";
import { callHook, count, enter, type Run, reportStep } from "./run.js";
import type { Scope } from "./scope.js";

/** What a call is of. */
export interface StepOf {
  readonly name: string;
  readonly kind: Step["kind"];
  readonly hooks: TaskHooks;
  /** The map it is an element of. */
  readonly map?: string | undefined;
}

const NO_TAGS: ReadonlySet<string> = new Set();

/**
 * Begins a step of a run: numbers it, tells that it is pending, and lets the run look after its work.
 *
 * @param work  Takes the step to `Completed` or `Cached`; what it throws ends it otherwise.
 */
export function beginStep<Out>(
  { run, within }: Scope,
  { name, kind, hooks, map }: StepOf,
  input: unknown,
  work: (run: Run, step: Step) => Promise<Out>,
): Promise<Out> {
  if (run.status.ended) return Promise.reject(FlowRunEnded.create({ runId: run.id, work: name }));
  const step: Step = {
    id: `${name}-${count(run.counts, `task ${name}`)}`,
    name,
    kind,
    map,
    parent: within,
    dependsOn: run.lineage.sourcesOf(input),
    holds: within?.holds ?? NO_TAGS,
    state: "Pending",
    attempt: 0,
    startedAt: undefined,
    seconds: 0,
    error: undefined,
  };
  run.steps.push(step);
  reportStep(run, step);
  return observe(run, step, toEnd(run, step, hooks, work));
}

async function toEnd<Out>(
  run: Run,
  step: Step,
  hooks: TaskHooks,
  work: (run: Run, step: Step) => Promise<Out>,
): Promise<Out> {
  try {
    if (run.signal.aborted) throwIfCancelled(run.signal, `The ${step.kind} ${JSON.stringify(step.name)}`);
    const value = await work(run, step);
    run.lineage.made(value, step.map ?? step.id);
    return value;
  } catch (error) {
    enter(run, step, failureState(run.signal, error), error);
    throw error;
  } finally {
    const { startedAt, error } = step;
    const hook = callHook(run, step, hooks, step.state as TerminalState, secondsSince(startedAt), error);
    // Not awaited where there is none: that takes as long as the rest of a step's keeping.
    if (hook) await hook;
  }
}
