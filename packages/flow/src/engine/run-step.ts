import { throwIfCancelled } from "@imdb/core";
import type { TaskHooks } from "../contracts/hooks.js";
import type { TerminalState } from "../contracts/state.js";
import { type Step, secondsSince } from "../contracts/step.js";
import { FlowRunEnded } from "../errors.js";
import { failureState } from "./failure-state.js";
import { observe } from "./observe.js";
import { callHook, count, enterState, type Run, reportStep } from "./run.js";
import type { Scope } from "./scope.js";

/** The task or subflow that a step runs. */
export interface StepWork {
  readonly name: string;
  readonly kind: Step["kind"];
  readonly hooks: TaskHooks;
  /** The map it is an element of. */
  readonly map?: string | undefined;
}

const NO_TAGS: ReadonlySet<string> = new Set();

/**
 * Runs a step of a run: numbers it, reports that it is pending, and runs its work to a final state. The run waits for
 * it.
 *
 * @param work  Takes the step to `Completed` or `Cached`. An error that it throws decides the final state.
 */
export function runStep<Out>(
  { run, within }: Scope,
  { name, kind, hooks, map }: StepWork,
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
  return observe(run, step, runToEnd(run, step, hooks, work));
}

async function runToEnd<Out>(
  run: Run,
  step: Step,
  hooks: TaskHooks,
  work: (run: Run, step: Step) => Promise<Out>,
): Promise<Out> {
  try {
    if (run.signal.aborted) throwIfCancelled(run.signal, `The ${step.kind} ${JSON.stringify(step.name)}`);
    const value = await work(run, step);
    run.lineage.record(value, step.map ?? step.id);
    return value;
  } catch (error) {
    enterState(run, step, failureState(run.signal, error), error);
    throw error;
  } finally {
    const { startedAt, error } = step;
    const hook = callHook(run, step, hooks, step.state as TerminalState, secondsSince(startedAt), error);
    // Awaited only where there is a hook: an await takes as much time as the rest of a step.
    if (hook) await hook;
  }
}
