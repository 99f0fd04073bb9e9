import { type Step, secondsSince } from "../contracts/step.js";
import type { TaskJob } from "../definition/runner.js";
import type { TaskDefinition } from "../definition/task-definition.js";
import type { RetryPolicy } from "../definition/work-definition.js";
import { inProcessRunner } from "../runners/in-process-runner.js";
import { notesOf } from "../runners/note.js";
import { cacheResult, checked, checkOutput, findCached } from "./cached-results.js";
import { computeOnce } from "./compute-once.js";
import { isRetryable } from "./failure-state.js";
import { resultKey } from "./result-key.js";
import { withRetries } from "./retry.js";
import { callHook, enterState, log, type Run, reportNote, type TaskCall } from "./run.js";
import { runStep } from "./run-step.js";
import { callsWithin, type Scope } from "./scope.js";

const IN_PROCESS = inProcessRunner();

/** Runs a task as a step of a run: its states, limits, cache, retries and hooks. */
export function runTask<In, Out>(
  scope: Scope,
  task: TaskDefinition<In, Out>,
  given: In,
  map?: string,
): Promise<Out> {
  const { name, hooks } = task;
  return runStep(scope, { name, kind: "task", hooks, map }, given, (run, step) => {
    const input = checked<In>(task.input, given, "input of the task", name);
    return withSlots(run, step, task.tags, () => cachedOrRun({ run, step, task, input }));
  });
}

/** Runs work that needs a slot of each limited tag, and a slot of the runner. */
async function withSlots<T>(
  run: Run,
  step: Step,
  all: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  // In a fixed order, so that two tasks cannot wait for each other. Slots that a calling task holds are not taken
  // again.
  const tags = all.filter((tag) => run.limits?.of(tag) !== undefined && !step.holds.has(tag));
  const held = tags.map((tag) => run.limits!.of(tag)!);
  // A task that is called by a task uses the slot of its caller: it might wait for ever for another slot.
  if (step.parent === undefined) held.push(run.slots);
  let acquired = 0;
  try {
    for (const slot of held) {
      await slot.acquire(run.signal);
      acquired++;
    }
    if (tags.length > 0) step.holds = new Set([...step.holds, ...tags]);
    return await work();
  } finally {
    for (const slot of held.slice(0, acquired)) slot.release();
  }
}

function cachedOrRun<In, Out>(call: TaskCall<In, Out>): Promise<Out> {
  const { run, step } = call;
  const key = resultKey(call);
  if (key === undefined) return attempts(call, undefined);
  const once = computeOnce(run, step, key, async () => {
    const found = await findCached(call, key);
    return found ?? { value: await attempts(call, key), cached: false };
  });
  return once.then(({ value, cached }) => {
    if (cached) enterState(run, step, "Cached");
    return value;
  });
}

function attempts<In, Out>(call: TaskCall<In, Out>, key: string | undefined): Promise<Out> {
  const { run, step, task } = call;
  const runner = task.runsIn === "flow" || step.parent !== undefined ? IN_PROCESS : run.runner;
  const retryIf: RetryPolicy["retryIf"] = (error, nth) =>
    isRetryable(error) && task.retry.retryIf(error, nth);
  return withRetries(
    run,
    { ...task.retry, retryIf },
    step.id,
    async () => {
      enterState(run, step, "Running");
      const hook = callHook(run, step, task.hooks, "Running", secondsSince(step.startedAt));
      if (hook) await hook;
      const outcome = await runner.execute(jobOf(call, key));
      const value = checkOutput(task, outcome.value);
      const kept = key !== undefined && !outcome.stored ? await cacheResult(call, key, value) : value;
      enterState(run, step, "Completed");
      return kept;
    },
    (error, delay) => {
      enterState(run, step, "Retrying", error);
      const reason = error instanceof Error ? error.message : String(error);
      log(run, step, "warn", `attempt ${step.attempt} failed, retrying in ${delay.toFixed(2)} s: ${reason}`);
    },
  );
}

function jobOf<In, Out>(call: TaskCall<In, Out>, key: string | undefined): TaskJob<In, Out> {
  const { run, step, task, input } = call;
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
    ...notesOf((note) => reportNote(run, step, note)),
    ...callsWithin({ run, within: step }, { task, input }),
  };
}
