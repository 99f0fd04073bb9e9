import { type Step, subflowRunId } from "../contracts/step.js";
import type { FlowDefinition } from "../definition/flow-definition.js";
import { UnstorableValue } from "../errors.js";
import { hashValue } from "../value/hash-value.js";
import { count, createRun, enterState, log, type Run } from "./run.js";
import { runFlow } from "./run-flow.js";
import { runStep } from "./run-step.js";
import type { Scope } from "./scope.js";
import { resultOf } from "./start-flow.js";

/** Runs a flow that another flow calls: as a run of its own, and as one step of its caller. */
export function runSubflow<In, Out>(scope: Scope, flow: FlowDefinition<In, Out>, input: In): Promise<Out> {
  const { name } = flow;
  return runStep(scope, { name, kind: "flow", hooks: {} }, input, async (run, step) => {
    enterState(run, step, "Running");
    const { signal, store, runner, slots, limits, threads, seed, grace, emit } = run;
    const child = createRun({
      id: subflowRunId(run.id, step.id),
      flow: name,
      parentRunId: run.id,
      resumeScope: resumeScope(run, step, flow, input),
      // `slots` are those of the caller, so they also limit the tasks of the subflow.
      ...{ signal, store, runner, slots, limits, threads, seed, grace, emit },
    });
    const value = resultOf(await runFlow(child, flow, input));
    enterState(run, step, "Completed");
    return value;
  });
}

/**
 * The part of the keys of a subflow's results that stands for this call of the subflow. When its caller is resumed, it
 * is the same, in whatever order the calls are made.
 */
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
