import { setMaxListeners } from "node:events";
import { parseWith } from "@imdb/core";
import type { RunContext } from "../contracts/context.js";
import { type HookInfo, hookOf } from "../contracts/hooks.js";
import type { StateName } from "../contracts/state.js";
import { now, stepResult } from "../contracts/step.js";
import type { FlowDefinition, FlowRun } from "../definition/flow-definition.js";
import { UnobservedFailure } from "../errors.js";
import { withinBounds } from "../runners/attempt.js";
import { loggerOf } from "../runners/task-context.js";
import { callUnder } from "./call.js";
import { failureState } from "./failure-state.js";
import { retryDelay, sleep } from "./retry.js";
import { leave, log, type Run, tellFlow } from "./run.js";
import { type Scope, scopeStorage } from "./scope.js";

/** Runs a flow's function to its final state, with its timeout, retries and hooks. Does not throw. */
export async function runFlow<In, Out>(
  run: Run,
  flow: FlowDefinition<In, Out>,
  given: unknown,
): Promise<FlowRun<Out>> {
  const startedAt = now();
  const facts = () => ({
    runId: run.id,
    flow: flow.name,
    steps: run.steps.map(stepResult),
    seconds: (now() - startedAt) / 1000,
  });
  tellFlow(run, "Pending");
  try {
    const result = await attempts(run, flow, given);
    run.status.ended = true;
    await end(run, flow, "Completed", startedAt);
    return { ...facts(), state: "Completed", result };
  } catch (error) {
    run.status.ended = true;
    const state = failureState(run.signal, error);
    await end(run, flow, state, startedAt, error);
    return { ...facts(), state, error };
  }
}

async function attempts<In, Out>(run: Run, flow: FlowDefinition<In, Out>, given: unknown): Promise<Out> {
  const what = `The input of the flow ${JSON.stringify(flow.name)}`;
  const input = (flow.input ? parseWith(flow.input, given, what) : given) as In;
  const { name, timeout, retry } = flow;
  // Longer than its tasks are given, so that they have settled when the flow is left alone.
  const bounds = { what: "flow", name, signal: run.signal, timeout, grace: 2 * run.grace } as const;
  for (let attempt = 1; ; attempt++) {
    tellFlow(run, "Running");
    await callHook(run, flow, { state: "Running", seconds: 0 });
    try {
      return await withinBounds(bounds, (signal) => attemptOnce(run, flow, input, signal));
    } catch (error) {
      const again = attempt <= retry.retries && !run.signal.aborted && retry.retryIf(error, attempt);
      if (!again) throw error;
      tellFlow(run, "Retrying", error);
      await sleep(retryDelay(retry, attempt, run.seed, name), run.signal);
    }
  }
}

/** One call of the flow's function. When it fails, what it has started is cancelled; in any case it is waited for. */
async function attemptOnce<In, Out>(
  base: Run,
  flow: FlowDefinition<In, Out>,
  input: In,
  signal: AbortSignal,
): Promise<Out> {
  const own = new AbortController();
  // Every running task listens to it: that many are no leak.
  setMaxListeners(0, own.signal);
  const forward = () => own.abort(signal.reason);
  if (signal.aborted) forward();
  else signal.addEventListener("abort", forward, { once: true });
  const run: Run = {
    ...base,
    signal: own.signal,
    // A repeated flow makes the same calls again, and finds the results of the first time.
    occurrences: new Map(),
    pending: new Set(),
    unobserved: new Map(),
  };
  try {
    const scope: Scope = { run, within: undefined };
    const result = await scopeStorage().run(scope, async () => flow.fn(input, flowContext(scope)));
    await settled(run);
    throwUnobserved(run);
    if (flow.output === undefined) return result;
    return parseWith(flow.output, result, `The result of the flow ${JSON.stringify(flow.name)}`) as Out;
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
  return {
    runId: run.id,
    flow: run.flow,
    signal: run.signal,
    threads: run.threads,
    seed: run.seed,
    logger: loggerOf((level, message, fields) => log(run, undefined, level, message, fields)),
    artifact: (artifact) => leave(run, undefined, artifact),
    run: (work, input) => callUnder(scope, work, input),
  };
}

async function settled(run: Run): Promise<void> {
  // What settles may have started more.
  while (run.pending.size > 0) await Promise.all(run.pending);
}

function throwUnobserved(run: Run): void {
  for (const [step, cause] of run.unobserved) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw UnobservedFailure.create({ flow: run.flow, task: step.name, reason }, { cause });
  }
}

async function end<In, Out>(
  run: Run,
  flow: FlowDefinition<In, Out>,
  state: Exclude<StateName, "Scheduled" | "Pending" | "Running" | "Retrying" | "Cached">,
  startedAt: number,
  error?: unknown,
): Promise<void> {
  tellFlow(run, state, error);
  const seconds = (now() - startedAt) / 1000;
  await callHook(run, flow, error === undefined ? { state, seconds } : { state, seconds, error });
}

async function callHook<In, Out>(
  run: Run,
  flow: FlowDefinition<In, Out>,
  info: Pick<HookInfo, "state" | "seconds" | "error">,
): Promise<void> {
  const hook = hookOf(flow.hooks, info.state);
  try {
    await hook?.({ runId: run.id, flow: flow.name, ...info });
  } catch (error) {
    log(run, undefined, "error", `its ${info.state} hook failed: ${String(error)}`);
  }
}
