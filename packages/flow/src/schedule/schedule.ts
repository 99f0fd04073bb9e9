import {
  anObject,
  callback,
  checkOption,
  having,
  nested,
  oneOf,
  optional,
  optionsOf,
} from "@imdb/core/options";
import { nonEmptyText } from "../contracts/rules.js";
import { type FlowRun, type RunSettings, runSettings } from "../definition/flow-definition.js";
import type { Flow } from "../flow.js";
import { runIdRule } from "../runs/run-id.js";
import { dueTimes, type MissedPolicy, type ScheduledStart } from "./due-times.js";
import { type ScheduleMemory, scheduleMemory } from "./memory.js";
import type { Trigger } from "./trigger.js";

/** Options of a schedule. */
export interface ScheduleOptions<In, Out> {
  /** The name of the schedule. At most one run of a key is active at a time. */
  readonly key: string;
  /** `cron(…)`, `interval(…)`, `event(…)` or `manual()`. */
  readonly when: Trigger<In>;
  /** Returns the input of a run that starts at a due time. */
  readonly input: (start: ScheduledStart) => In | Promise<In>;
  /** What happens for due times that were missed. Default `"runOnce"`. */
  readonly missed?: MissedPolicy;
  /** What happens when a run of the key is active at a start. Default `"skip"`; `"wait"` starts it afterwards. */
  readonly overlap?: "skip" | "wait";
  /**
   * A folder in which it keeps, under its key, the due times that it has handled and the process that runs it. Needed
   * to find what was missed while no process ran, and to run in only one of several processes.
   */
  readonly folder?: string;
  /** The settings of its runs. */
  readonly settings?: Omit<RunSettings, "runId" | "signal">;
  /** Called after every run. */
  readonly onRun?: (run: FlowRun<Out>, start: ScheduledStart) => void;
  /** Called for every start that was skipped because a run was active. */
  readonly onSkip?: (start: ScheduledStart) => void;
  /** Called when a run could not be started: its input failed, or the folder cannot be used. */
  readonly onError?: (error: unknown) => void;
}

/** A schedule of a flow. */
export interface Schedule<In, Out> {
  readonly key: string;
  /** Handles missed due times, and begins to wait for the next one. */
  start(): Promise<void>;
  /** The next due time. */
  next(): Date | undefined;
  /** Starts a run now. Returns its final state; `undefined` when a run is active and overlaps are skipped. */
  trigger(input: In): Promise<FlowRun<Out> | undefined>;
  /** Stops waiting, cancels an active run, and waits for its end. */
  stop(): Promise<void>;
}

const { runId: _runId, signal: _signal, ...scheduledRules } = runSettings.rules;
const scheduledSettings = optionsOf<
  Omit<RunSettings, "runId" | "signal">,
  "onEvent" | "store" | "runs" | "runner" | "limits" | "scheduledFor"
>(scheduledRules);

type AnyOptions = ScheduleOptions<unknown, unknown>;
const ignore = () => {};
const scheduleOptions = optionsOf<AnyOptions, "folder">({
  key: runIdRule,
  when: anObject("a trigger, such as cron(…) or manual()"),
  input: callback(),
  missed: ["runOnce", oneOf("skip", "runOnce", "runAll")],
  overlap: ["skip", oneOf("skip", "wait")],
  folder: optional(nonEmptyText),
  settings: [{}, nested(scheduledSettings)],
  onRun: [ignore, callback()],
  onSkip: [ignore, callback()],
  onError: [ignore, callback()],
});

/** Timers have a maximal length, and a change of the system clock is noticed when one ends. */
const MAX_WAIT_MS = 3_600_000;

/** A schedule and what it is doing. */
interface ScheduleState {
  readonly flow: Flow<unknown, unknown>;
  readonly options: ReturnType<typeof scheduleOptions.resolve>;
  readonly memory: ScheduleMemory | undefined;
  readonly controller: AbortController;
  /** Due times up to this moment have been handled. */
  handledUntil: Date;
  timer: NodeJS.Timeout | undefined;
  unsubscribe: (() => void) | undefined;
  running: Promise<unknown> | undefined;
}

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
    handledUntil: new Date(),
    timer: undefined,
    unsubscribe: undefined,
    running: undefined,
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
  const lastDue = await memory?.lastDue();
  state.handledUntil = lastDue ?? new Date();
  // Nothing before the first start counts as missed.
  if (when.next && lastDue === undefined) await memory?.handled(state.handledUntil);
  state.unsubscribe = when.subscribe?.((input) => void runNow(state, input).catch(onError));
  if (when.next) await handleDueTimes(state);
}

async function stop(state: ScheduleState): Promise<void> {
  clearTimeout(state.timer);
  state.unsubscribe?.();
  state.controller.abort();
  await state.running?.catch(ignore);
}

/** Starts the runs that are due, and waits for the next due time. */
async function handleDueTimes(state: ScheduleState): Promise<void> {
  const { when, missed, onError } = state.options;
  try {
    const now = new Date();
    const due = dueTimes(when, state.handledUntil, now, missed);
    state.handledUntil = now;
    // Written before they run: a run that is killed is resumed, not scheduled twice.
    if (due.length > 0) await state.memory?.handled(now);
    void runDue(state, due);
  } catch (error) {
    onError(error);
  }
  waitForNext(state);
}

function waitForNext(state: ScheduleState): void {
  if (state.controller.signal.aborted) return;
  const next = state.options.when.next?.(state.handledUntil);
  if (next === undefined) return;
  const waitMs = Math.min(MAX_WAIT_MS, Math.max(0, next.getTime() - Date.now()));
  state.timer = setTimeout(() => void handleDueTimes(state).catch(state.options.onError), waitMs);
}

async function runDue(state: ScheduleState, due: readonly ScheduledStart[]): Promise<void> {
  const { input, onError } = state.options;
  for (const start of due) {
    if (state.controller.signal.aborted) return;
    await runStart(state, start, () => input(start)).catch(onError);
  }
}

function runNow(state: ScheduleState, input: unknown): Promise<FlowRun<unknown> | undefined> {
  return runStart(state, { scheduledFor: new Date(), missed: false }, () => input);
}

/** Runs the flow for a start, unless a run is active and overlaps are skipped. */
async function runStart(
  state: ScheduleState,
  start: ScheduledStart,
  input: () => unknown,
): Promise<FlowRun<unknown> | undefined> {
  const { overlap, onSkip, onRun } = state.options;
  if (state.running !== undefined && overlap === "skip") {
    onSkip(start);
    return undefined;
  }
  const run = runAfter(state, state.running, start, input);
  state.running = run;
  try {
    const ended = await run;
    if (ended) onRun(ended, start);
    return ended;
  } finally {
    if (state.running === run) state.running = undefined;
  }
}

async function runAfter(
  { flow, options, memory, controller }: ScheduleState,
  before: Promise<unknown> | undefined,
  start: ScheduledStart,
  input: () => unknown,
): Promise<FlowRun<unknown> | undefined> {
  await before?.catch(ignore);
  const { signal } = controller;
  if (signal.aborted) return undefined;
  const lease = memory ? await memory.claim() : { release: ignore };
  if (lease === undefined) {
    options.onSkip(start);
    return undefined;
  }
  try {
    const { scheduledFor } = start;
    return await flow.run(await input(), { ...options.settings, scheduledFor, signal });
  } finally {
    await lease.release();
  }
}
