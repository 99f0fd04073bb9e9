import { type Step, subflowRunId } from "../contracts/step.js";
import type { FlowDefinition } from "../definition/flow-definition.js";
import { UnstorableValue } from "../errors.js";
import { hashValue } from "../value/hash-value.js";
import { beginStep } from "./begin-step.js";
import { count, createRun, enter, log, type Run } from "./run.js";
import { runFlow } from "./run-flow.js";
import type { Scope } from "./scope.js";
import { resultOf } from "./start-flow.js";

/** Runs a flow that another calls, as a run of its own and as one step of its caller. */
export function runSubflow<In, Out>(scope: Scope, flow: FlowDefinition<In, Out>, input: In): Promise<Out> {
  const { name } = flow;
  return beginStep(scope, { name, kind: "flow", hooks: {} }, input, async (run, step) => {
    enter(run, step, "Running");
    const { signal, store, runner, slots, limits, threads, seed, grace, emit } = run;
    const child = createRun({
      id: subflowRunId(run.id, step.id),
      flow: name,
      parentRunId: run.id,
      resumeScope: resumeScope(run, step, flow, input),
      // A subflow of a task runs in the task's place: its tasks do not wait for places of their own.
      ...{ signal, store, runner, slots, limits, threads, seed, grace, emit },
    });
    const value = resultOf(await runFlow(child, flow, input));
    enter(run, step, "Completed");
    return value;
  });
}

/** A resumed caller must give its subflow the same scope, in whatever order its calls come this time. */
function resumeScope<In, Out>(run: Run, step: Step, flow: FlowDefinition<In, Out>, input: In): string {
  try {
    const own = hashValue({ within: run.resumeScope, flow: flow.name, version: flow.version, input });
    return `${own}-${count(run.occurrences, own)}`;
  } catch (error) {
    if (!UnstorableValue.is(error)) throw error;
    log(run, step, "debug", `not resumable: its input has no content hash (${error.message})`);
    return `${run.resumeScope}-${Date.now()}-${step.id}`;
  }
}
