import { Cancelled, parseWith } from "@imdb/core";
import type { TaskContext } from "../contracts/context.js";
import { type HookInfo, hookOf } from "../contracts/hooks.js";
import type { TerminalState } from "../contracts/state.js";
import { now, type Step } from "../contracts/step.js";
import type { TaskJob } from "../definition/runner.js";
import type { TaskDefinition } from "../definition/task-definition.js";
import { inProcessRunner } from "../runners/in-process-runner.js";
import { beginStep } from "./begin-step.js";
import { callUnder } from "./call.js";
import { failureState, isMendable } from "./failure-state.js";
import { checkOutput, findKept, keep } from "./kept-results.js";
import { resultKey } from "./result-key.js";
import { retryDelay, sleep } from "./retry.js";
import { enter, leave, log, type Run } from "./run.js";
import { type Scope, scopeStorage } from "./scope.js";
import { shareResult } from "./share-result.js";

const HERE = inProcessRunner();

/** Runs a task as a step of a run: its states, limits, cache, retries and hooks. */
export function runTask<In, Out>(
  scope: Scope,
  task: TaskDefinition<In, Out>,
  given: In,
  map?: string,
): Promise<Out> {
  const { name } = task;
  return beginStep(scope, { name, kind: "task", map }, given, (run, step) => toEnd(run, step, task, given));
}

async function toEnd<In, Out>(run: Run, step: Step, task: TaskDefinition<In, Out>, given: In): Promise<Out> {
  try {
    if (run.signal.aborted) throw cancelledBeforeStart(run, task.name);
    const what = `The input of the task ${JSON.stringify(task.name)}`;
    const input = task.input ? (parseWith(task.input, given, what) as In) : given;
    const value = await holding(run, step, task, () => cachedOrRun(run, step, task, input));
    run.lineage.made(value, step.map ?? step.id);
    await callHook(run, step, task, step.state as TerminalState);
    return value;
  } catch (error) {
    const state = failureState(run.signal, error);
    enter(run, step, state, error);
    await callHook(run, step, task, state);
    throw error;
  }
}

/** Holds the places that a task needs: one of each limited tag, then one on the runner. */
async function holding<In, Out, T>(
  run: Run,
  step: Step,
  task: TaskDefinition<In, Out>,
  work: () => Promise<T>,
): Promise<T> {
  // In a fixed order, so that two tasks cannot wait for each other; not what a calling task holds already.
  const tags = task.tags.filter((tag) => run.limits?.of(tag) !== undefined && !step.holds.has(tag));
  const held = tags.map((tag) => run.limits!.of(tag)!);
  // A task called by a task runs in its caller's place: waiting for another could be for ever.
  if (step.parent === undefined) held.push(run.slots);
  let entered = 0;
  try {
    for (const place of held) {
      await place.acquire(run.signal);
      entered++;
    }
    if (tags.length > 0) step.holds = new Set([...step.holds, ...tags]);
    return await work();
  } finally {
    for (const place of held.slice(0, entered)) place.release();
  }
}

async function cachedOrRun<In, Out>(
  run: Run,
  step: Step,
  task: TaskDefinition<In, Out>,
  input: In,
): Promise<Out> {
  const key = resultKey(run, step, task, input);
  if (key === undefined) return attempts(run, step, task, input, undefined);
  const kept = await shareResult(run, step, key, async () => {
    const found = await findKept(run, step, task, key);
    return found ?? { computed: await attempts(run, step, task, input, key) };
  });
  if ("computed" in kept) return kept.computed;
  enter(run, step, "Cached");
  return kept.value;
}

async function attempts<In, Out>(
  run: Run,
  step: Step,
  task: TaskDefinition<In, Out>,
  input: In,
  key: string | undefined,
): Promise<Out> {
  const runner = task.runsIn === "flow" || step.parent !== undefined ? HERE : run.runner;
  for (;;) {
    enter(run, step, "Running");
    if (task.hooks.onRunning) await callHook(run, step, task, "Running");
    try {
      const outcome = await runner.execute(jobOf(run, step, task, input, key));
      const value = checkOutput(task, outcome.value);
      if (key !== undefined && !outcome.stored) await keep(run, step, task, key, value);
      enter(run, step, "Completed");
      return value;
    } catch (error) {
      const { retries, retryIf } = task.retry;
      const again =
        step.attempt <= retries && !run.signal.aborted && isMendable(error) && retryIf(error, step.attempt);
      if (!again) throw error;
      enter(run, step, "Retrying", error);
      const delay = retryDelay(task.retry, step.attempt, run.seed, step.id);
      const reason = error instanceof Error ? error.message : String(error);
      log(run, step, "warn", `attempt ${step.attempt} failed, retrying in ${delay.toFixed(2)} s: ${reason}`);
      await sleep(delay, run.signal);
    }
  }
}

function jobOf<In, Out>(
  run: Run,
  step: Step,
  task: TaskDefinition<In, Out>,
  input: In,
  key: string | undefined,
): TaskJob<In, Out> {
  const scope: Scope = { run, within: step };
  return {
    task,
    input,
    runId: run.id,
    flow: run.flow,
    taskRunId: step.id,
    attempt: step.attempt,
    last: step.attempt > task.retry.retries,
    key,
    store: run.store,
    threads: run.threads,
    seed: run.seed,
    signal: run.signal,
    grace: run.grace,
    log: (level, message, fields) => log(run, step, level, message, fields),
    progress: (progress) =>
      run.emit({ type: "progress", time: Date.now(), runId: run.id, taskRunId: step.id, progress }),
    artifact: (artifact) => leave(run, step, artifact),
    call: (ctx: TaskContext) => scopeStorage().run(scope, async () => task.fn(input, ctx)),
    run: (work, value) => callUnder(scope, work, value),
  };
}

async function callHook<In, Out>(
  run: Run,
  step: Step,
  task: TaskDefinition<In, Out>,
  state: HookInfo["state"],
): Promise<void> {
  const hook = hookOf(task.hooks, state);
  if (hook === undefined) return;
  const seconds = step.startedAt === undefined ? 0 : (now() - step.startedAt) / 1000;
  const info = { runId: run.id, flow: run.flow, task: task.name, taskRunId: step.id, state, seconds };
  try {
    await hook(step.error === undefined ? info : { ...info, error: step.error });
  } catch (error) {
    log(run, step, "error", `its ${state} hook failed: ${String(error)}`);
  }
}

function cancelledBeforeStart(run: Run, name: string): Error {
  return Cancelled.create({ what: `The task ${JSON.stringify(name)}` }, { cause: run.signal.reason });
}
