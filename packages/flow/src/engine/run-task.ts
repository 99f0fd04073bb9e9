import { type Step, secondsSince } from "../contracts/step.js";
import type { TaskJob } from "../definition/runner.js";
import type { TaskDefinition } from "../definition/task-definition.js";
import type { RetryPolicy } from "../definition/work-definition.js";
import { inProcessRunner } from "../runners/in-process-runner.js";
import { notesOf } from "../runners/note.js";
import { beginStep } from "./begin-step.js";
import { isRetryable } from "./failure-state.js";
import { checked, checkOutput, findKept, keep } from "./kept-results.js";
import { resultKey } from "./result-key.js";
import { withRetries } from "./retry.js";
import { callHook, enter, log, type Run, reportNote, type TaskCall } from "./run.js";
import { callsWithin, type Scope } from "./scope.js";
import { shareResult } from "./share-result.js";

const HERE = inProcessRunner();

/** Runs a task as a step of a run: its states, limits, cache, retries and hooks. */
export function runTask<In, Out>(
  scope: Scope,
  task: TaskDefinition<In, Out>,
  given: In,
  map?: string,
): Promise<Out> {
  const { name, hooks } = task;
  return beginStep(scope, { name, kind: "task", hooks, map }, given, (run, step) => {
    const input = checked<In>(task.input, given, "input of the task", name);
    return holding(run, step, task.tags, () => cachedOrRun({ run, step, task, input }));
  });
}

/** Holds the places that a task needs: one of each limited tag, then one on the runner. */
async function holding<T>(run: Run, step: Step, all: readonly string[], work: () => Promise<T>): Promise<T> {
  // In a fixed order, so that two tasks cannot wait for each other; not what a calling task holds already.
  const tags = all.filter((tag) => run.limits?.of(tag) !== undefined && !step.holds.has(tag));
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

function cachedOrRun<In, Out>(call: TaskCall<In, Out>): Promise<Out> {
  const { run, step } = call;
  const key = resultKey(call);
  if (key === undefined) return attempts(call, undefined);
  const shared = shareResult(run, step, key, async () => {
    const found = await findKept(call, key);
    return found ?? { value: await attempts(call, key), kept: false };
  });
  return shared.then(({ value, kept }) => {
    if (kept) enter(run, step, "Cached");
    return value;
  });
}

function attempts<In, Out>(call: TaskCall<In, Out>, key: string | undefined): Promise<Out> {
  const { run, step, task } = call;
  const runner = task.runsIn === "flow" || step.parent !== undefined ? HERE : run.runner;
  const retryIf: RetryPolicy["retryIf"] = (error, nth) =>
    isRetryable(error) && task.retry.retryIf(error, nth);
  return withRetries(
    run,
    { ...task.retry, retryIf },
    step.id,
    async () => {
      enter(run, step, "Running");
      const hook = callHook(run, step, task.hooks, "Running", secondsSince(step.startedAt));
      if (hook) await hook;
      const outcome = await runner.execute(jobOf(call, key));
      const value = checkOutput(task, outcome.value);
      if (key !== undefined && !outcome.stored) await keep(call, key, value);
      enter(run, step, "Completed");
      return value;
    },
    (error, delay) => {
      enter(run, step, "Retrying", error);
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
