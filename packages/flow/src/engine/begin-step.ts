import type { Step } from "../contracts/step.js";
import { FlowRunEnded } from "../errors.js";
import { observe } from "./observe.js";
import { count, type Run, tell } from "./run.js";
import type { Scope } from "./scope.js";

/** What a call is of. */
export interface StepOf {
  readonly name: string;
  readonly kind: Step["kind"];
  /** The map it is an element of. */
  readonly map?: string | undefined;
}

const NO_TAGS: ReadonlySet<string> = new Set();

/**
 * Begins a step of a run: numbers it, tells that it is pending, and lets the run look after its work.
 *
 * @param work  Takes the step to a terminal state.
 */
export function beginStep<Out>(
  { run, within }: Scope,
  { name, kind, map }: StepOf,
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
  tell(run, step);
  return observe(run, step, work(run, step));
}
