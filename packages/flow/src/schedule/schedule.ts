import { checkOption, having } from "@imdb/core/options";
import type { FlowRun } from "../definition/flow-definition.js";
import { DamagedSchedule } from "../errors.js";
import type { Flow } from "../flow.js";
import { dueTimes, type ScheduledStart } from "./due-times.js";
import { scheduleMemory } from "./memory.js";
import { runStart, type ScheduleState, type Start } from "./run-start.js";
import {
  type AnyOptions,
  ignore,
  type Schedule,
  type ScheduleOptions,
  scheduleOptions,
} from "./schedule-options.js";

/** A change of the system clock is noticed when a timer ends. */
const MAX_WAIT_MS = 30_000;

/** Runs whose processes were killed are looked for at each due time, and at least so often. */
const LOOK_MS = 3_600_000;

/** The pause after due times that could not be handled. */
const FAILURE_PAUSE_MS = 5_000;

/**
 * Runs a flow at due times or on events, in this process, for as long as it runs.
 *
 * @throws `INVALID_OPTION`
 * @example
 * const training = flow({ name: "training" }, async ({ seed }: { seed: number }) => seed);
 * const nightly = schedule(training, {
 *   key: "nightly",
 *   when: cron("0 3 * * *", { timeZone: "Europe/Berlin" }),
 *   input: () => ({ seed: 42 }),
 * });
 * nightly.next()?.getUTCMinutes(); // => 0
 */
export function schedule<In, Out>(flow: Flow<In, Out>, given: ScheduleOptions<In, Out>): Schedule<In, Out> {
  const options = scheduleOptions.resolve(given as AnyOptions, "a schedule");
  checkOption("flow", flow, having<Flow<In, Out>>("a flow", "run"), "a schedule");
  const { key, when, folder } = options;
  const state: ScheduleState = {
    flow: flow as Flow<unknown, unknown>,
    options,
    memory: folder === undefined ? undefined : scheduleMemory(folder, key),
    controller: new AbortController(),
    active: new Set(),
    handledUntil: new Date(),
    timer: undefined,
    unsubscribe: undefined,
    running: undefined,
    underWay: new Set(),
    damage: undefined,
  };
  return {
    key,
    start: () => start(state),
    next: () => when.next?.(new Date()),
    trigger: (input) => runNow(state, input) as Promise<FlowRun<Out> | undefined>,
    stop: () => stop(state),
  };
}

async function start(state: ScheduleState): Promise<void> {
  const { options, memory } = state;
  const { when, onError } = options;
  memory?.checkLease();
  const lastDue = await memory?.lastDue();
  const now = new Date();
  // The clock of the process that noted it may have been ahead: then the schedule would be silent until it is right.
  state.handledUntil = lastDue === undefined || lastDue > now ? now : lastDue;
  // Nothing before the first start counts as missed.
  if (when.next && lastDue === undefined) await memory?.handled(state.handledUntil);
  state.unsubscribe = when.subscribe?.((input) => void runNow(state, input).catch(onError));
  if (when.next) await untilDone(state, handleDueTimes(state));
}

async function stop(state: ScheduleState): Promise<void> {
  clearTimeout(state.timer);
  state.unsubscribe?.();
  state.controller.abort();
  await state.running?.catch(ignore);
  // A look at the due times may begin runs, which end at once.
  while (state.underWay.size > 0) await Promise.allSettled(state.underWay);
}

/** Lets `stop` wait for work. */
async function untilDone({ underWay }: ScheduleState, work: Promise<void>): Promise<void> {
  underWay.add(work);
  try {
    await work;
  } finally {
    underWay.delete(work);
  }
}

/** Starts the runs that are due and those of killed processes, and waits for the next due time. */
async function handleDueTimes(state: ScheduleState): Promise<void> {
  const { memory, options } = state;
  let pauseMs = 0;
  try {
    // Before anything is noted as begun: it could not be run.
    memory?.checkLease();
    const now = new Date();
    const found = (await memory?.begun(options.onError)) ?? [];
    const known = new Set(found.map(({ scheduledFor }) => scheduledFor.getTime()));
    const due = dueTimes(options.when, state.handledUntil, now, options.missed).filter(
      ({ scheduledFor }) => !known.has(scheduledFor.getTime()),
    );
    const begun = await beginAll(state, due);
    // Noted after they have begun: between the two a kill leaves them begun.
    if (due.length > 0) await memory?.handled(now);
    state.handledUntil = now;
    const left = found.filter(({ scheduledFor }) => !state.active.has(scheduledFor.getTime()));
    void untilDone(state, runDue(state, left, begun));
    state.damage = undefined;
  } catch (error) {
    pauseMs = FAILURE_PAUSE_MS;
    reportFailure(state, error);
  }
  waitForNext(state, pauseMs);
}

/** Calls `onError`; of a damage that stays, once. */
function reportFailure(state: ScheduleState, error: unknown): void {
  const damage = DamagedSchedule.is(error) ? error.message : undefined;
  if (damage === undefined || damage !== state.damage) state.options.onError(error);
  state.damage = damage;
}

/** Notes that the runs of due times begin. Those that another process has begun are skipped. */
async function beginAll({ memory, options }: ScheduleState, due: readonly ScheduledStart[]) {
  const begun: ScheduledStart[] = [];
  for (const start of due) {
    if (memory === undefined || (await memory.begin(start))) begun.push(start);
    else options.onSkip(start);
  }
  return begun;
}

/**
 * @param leastMs  The shortest pause.
 * @param lookAt   When due times are handled even if none is due, by `performance.now()`.
 */
function waitForNext(state: ScheduleState, leastMs: number, lookAt = performance.now() + LOOK_MS): void {
  const { controller, options, handledUntil } = state;
  if (controller.signal.aborted) return;
  const next = options.when.next?.(handledUntil);
  if (next === undefined) return;
  const waitMs = Math.min(MAX_WAIT_MS, Math.max(leastMs, next.getTime() - Date.now()));
  state.timer = setTimeout(() => {
    const now = Date.now();
    const isClockSetBack = now < handledUntil.getTime();
    if (now < next.getTime() && !isClockSetBack && performance.now() < lookAt) waitForNext(state, 0, lookAt);
    else void untilDone(state, handleDueTimes(state)).catch(options.onError);
  }, waitMs);
}

/**
 * Runs due times in order: first those that a process had begun and not ended, if it was killed. Their input is that of
 * their due time, so that they are resumed where the settings of the runs allow it.
 */
async function runDue(
  state: ScheduleState,
  found: readonly ScheduledStart[],
  begun: readonly ScheduledStart[],
): Promise<void> {
  const { options, controller, active } = state;
  const all = [
    ...found.map((start): Start => ({ ...start, from: "killed process" })),
    ...begun.map((start): Start => ({ ...start, from: "due time" })),
  ];
  for (const { scheduledFor } of all) active.add(scheduledFor.getTime());
  for (const start of all) {
    const { scheduledFor, missed } = start;
    if (!controller.signal.aborted) {
      await runStart(state, start, () => options.input({ scheduledFor, missed })).catch(options.onError);
    }
    active.delete(scheduledFor.getTime());
  }
}

function runNow(state: ScheduleState, input: unknown): Promise<FlowRun<unknown> | undefined> {
  return runStart(state, { scheduledFor: new Date(), missed: false, from: "call" }, () => input);
}
