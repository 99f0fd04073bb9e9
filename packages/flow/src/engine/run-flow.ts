import { setMaxListeners } from "node:events";
import { CALL, type RunContext } from "../contracts/context.js";
import { now, secondsSince, stepResult } from "../contracts/step.js";
import type { FlowDefinition, FlowRun } from "../definition/flow-definition.js";
import { UnobservedFailure } from "../errors.js";
import { withTimeLimit } from "../runners/attempt.js";
import { loggerOf, notesOf } from "../runners/note.js";
import { checked } from "./cached-results.js";
import { failureState } from "./failure-state.js";
import { withRetries } from "./retry.js";
import { callHook, type Run, reportFlow, reportNote } from "./run.js";
import { type Scope, scopeStorage } from "./scope.js";

/** Runs a flow to its final state, with its timeout, retries and hooks. Does not throw. */
export async function runFlow<In, Out>(
  run: Run,
  flow: FlowDefinition<In, Out>,
  given: unknown,
): Promise<FlowRun<Out>> {
  const startedAt = now();
  const end = async (state: FlowRun<Out>["state"], error?: unknown) => {
    run.status.ended = true;
    reportFlow(run, state, error);
    await callHook(run, undefined, flow.hooks, state, secondsSince(startedAt), error);
    const steps = run.steps.map(stepResult);
    return { runId: run.id, flow: flow.name, steps, seconds: secondsSince(startedAt) };
  };
  reportFlow(run, "Pending");
  try {
    const result = await attempts(run, flow, given);
    return { ...(await end("Completed")), state: "Completed", result };
  } catch (error) {
    const state = failureState(run.signal, error);
    return { ...(await end(state, error)), state, error };
  }
}

async function attempts<In, Out>(run: Run, flow: FlowDefinition<In, Out>, given: unknown): Promise<Out> {
  const input = checked<In>(flow.input, given, "input of the flow", flow.name);
  const { name, timeout, retry } = flow;
  // Longer than the grace of its tasks, so that they have settled when the flow ends.
  const limits = { what: "flow", name, signal: run.signal, timeout, grace: 2 * run.grace } as const;
  return withRetries(
    run,
    retry,
    name,
    async () => {
      reportFlow(run, "Running");
      await callHook(run, undefined, flow.hooks, "Running", 0);
      return withTimeLimit(limits, (signal) => attemptOnce(run, flow, input, signal));
    },
    (error) => reportFlow(run, "Retrying", error),
  );
}

/** Calls the flow's function once and waits for all tasks that it started. When it fails, those are cancelled. */
async function attemptOnce<In, Out>(
  base: Run,
  flow: FlowDefinition<In, Out>,
  input: In,
  signal: AbortSignal,
): Promise<Out> {
  const own = new AbortController();
  // Every running task listens to it: many listeners are not a leak.
  setMaxListeners(0, own.signal);
  const forward = () => own.abort(signal.reason);
  if (signal.aborted) forward();
  else signal.addEventListener("abort", forward, { once: true });
  const run: Run = {
    ...base,
    signal: own.signal,
    // A retried flow makes the same calls again, and finds the results of its first attempt.
    occurrences: new Map(),
    pending: new Set(),
    unobserved: new Map(),
  };
  try {
    const scope: Scope = { run, within: undefined };
    const result = await scopeStorage().run(scope, async () => flow.fn(input, flowContext(scope)));
    await settled(run);
    throwUnobserved(run);
    return checked(flow.output, result, "result of the flow", flow.name);
  } catch (error) {
    own.abort(error);
    await settled(run);
    throw error;
  } finally {
    signal.removeEventListener("abort", forward);
  }
}

function flowContext(scope: Scope): RunContext {
  const { run } = scope;
  const { log, artifact } = notesOf((note) => reportNote(run, undefined, note));
  return {
    runId: run.id,
    flow: run.flow,
    signal: run.signal,
    threads: run.threads,
    seed: run.seed,
    logger: loggerOf(log),
    artifact,
    run: (work, input) => work[CALL](input, scope),
  };
}

async function settled(run: Run): Promise<void> {
  // A task that settled may have started others.
  while (run.pending.size > 0) await Promise.all(run.pending);
}

function throwUnobserved(run: Run): void {
  for (const [step, cause] of run.unobserved) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw UnobservedFailure.create({ flow: run.flow, task: step.name, reason }, { cause });
  }
}
