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
import type { Lease } from "@imdb/runtime/leases";
import { nonEmptyText } from "../contracts/rules.js";
import { type FlowRun, type RunSettings, runSettings } from "../definition/flow-definition.js";
import { ScheduledRunKilled } from "../errors.js";
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
  /**
   * What happens for due times that were missed. Default `"runOnce"`. A run that had begun when its process was killed is
   * not missed: with a `folder`, the next process begins it again, or resumes it where `settings` has `runs` and `store`.
   */
  readonly missed?: MissedPolicy;
  /** What happens when a run of the key is active at a start. Default `"skip"`; `"wait"` starts it afterwards. */
  readonly overlap?: "skip" | "wait";
  /**
   * A folder in which it keeps, under its key, the due times that it has handled or begun, and the process that runs it. Needed
   * to find what was missed while no process ran, and to run in only one of several processes.
   */
  readonly folder?: string;
  /** The settings of its runs. */
  readonly settings?: Omit<RunSettings, "runId" | "signal">;
  /** Called after every run. */
  readonly onRun?: (run: FlowRun<Out>, start: ScheduledStart) => void;
  /** Called for every start that was skipped because a run was active. */
  readonly onSkip?: (start: ScheduledStart) => void;
  /** Called when a run could not be started: its input failed, the folder cannot be used, or it has killed three processes. */
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

/** A run that was killed with its process is begun again at most so often that this many processes have run it. */
const MAX_PROCESSES = 3;

/** Without a folder, only this process runs the schedule. */
const NO_LEASE: Lease = { number: 0, signal: new AbortController().signal, check: ignore, release: ignore };

/** A start, and where it comes from. */
interface Start extends ScheduledStart {
  readonly from: "due time" | "killed process" | "call";
}

/** A schedule and what it is doing. */
interface ScheduleState {
  readonly flow: Flow<unknown, unknown>;
  readonly options: ReturnType<typeof scheduleOptions.resolve>;
  readonly memory: ScheduleMemory | undefined;
  readonly controller: AbortController;
  /** The due times, in milliseconds since 1970, whose runs this process has begun and not ended. */
  readonly active: Set<number>;
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
    active: new Set(),
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
  const now = new Date();
  // The clock of the process that noted it may have been ahead: then the schedule would be silent until it is right.
  state.handledUntil = lastDue === undefined || lastDue > now ? now : lastDue;
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

/** Starts the runs that are due and those of killed processes, and waits for the next due time. */
async function handleDueTimes(state: ScheduleState): Promise<void> {
  const { memory, options } = state;
  try {
    const now = new Date();
    const found = (await memory?.begun()) ?? [];
    const known = new Set(found.map(({ scheduledFor }) => scheduledFor.getTime()));
    const due = dueTimes(options.when, state.handledUntil, now, options.missed).filter(
      ({ scheduledFor }) => !known.has(scheduledFor.getTime()),
    );
    state.handledUntil = now;
    const begun = await beginAll(state, due);
    // Noted after they have begun: between the two a kill leaves them begun.
    if (due.length > 0) await memory?.handled(now);
    void runDue(
      state,
      found.filter(({ scheduledFor }) => !state.active.has(scheduledFor.getTime())),
      begun,
    );
  } catch (error) {
    options.onError(error);
  }
  waitForNext(state);
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

function waitForNext(state: ScheduleState): void {
  if (state.controller.signal.aborted) return;
  const next = state.options.when.next?.(state.handledUntil);
  if (next === undefined) return;
  const waitMs = Math.min(MAX_WAIT_MS, Math.max(0, next.getTime() - Date.now()));
  state.timer = setTimeout(() => void handleDueTimes(state).catch(state.options.onError), waitMs);
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

/** Runs the flow for a start, unless a run is active and overlaps are skipped. */
async function runStart(
  state: ScheduleState,
  start: Start,
  input: () => unknown,
): Promise<FlowRun<unknown> | undefined> {
  const { overlap, onRun } = state.options;
  if (state.running !== undefined && overlap === "skip") {
    skip(state, start);
    return undefined;
  }
  const run = runAfter(state, state.running, start, input);
  state.running = run;
  try {
    const ended = await run;
    if (ended) onRun(ended, publicStart(start));
    return ended;
  } finally {
    if (state.running === run) state.running = undefined;
  }
}

/** Leaves out a start because a run is active. That of a killed process is looked at again at the next due time. */
function skip({ memory, options }: ScheduleState, start: Start): void {
  if (start.from === "killed process") return;
  if (start.from === "due time") memory?.end(start);
  options.onSkip(publicStart(start));
}

async function runAfter(
  state: ScheduleState,
  before: Promise<unknown> | undefined,
  start: Start,
  input: () => unknown,
): Promise<FlowRun<unknown> | undefined> {
  const { flow, options, memory, controller } = state;
  await before?.catch(ignore);
  if (controller.signal.aborted) return undefined;
  const lease = memory ? await memory.claim() : NO_LEASE;
  if (lease === undefined) {
    skip(state, start);
    return undefined;
  }
  try {
    if (start.from !== "call" && !(await isOpen(state, start))) return undefined;
    const signal = AbortSignal.any([controller.signal, lease.signal]);
    const { scheduledFor } = start;
    return await flow.run(await input(), { ...options.settings, scheduledFor, signal });
  } finally {
    if (start.from !== "call" && isHeld(lease)) memory?.end(start);
    lease.release();
  }
}

/** Whether the run of a due time has not ended. Throws `SCHEDULED_RUN_KILLED` when it has killed too many processes. */
async function isOpen({ options: { key }, memory }: ScheduleState, start: Start): Promise<boolean> {
  if (memory === undefined) return true;
  const processes = await memory.countProcess(start);
  if (processes === undefined || processes <= MAX_PROCESSES) return processes !== undefined;
  throw ScheduledRunKilled.create({ key, scheduledFor: start.scheduledFor, processes: MAX_PROCESSES });
}

function isHeld(lease: Lease): boolean {
  try {
    lease.check();
    return true;
  } catch {
    // Another process has the schedule: it ends what this one has begun.
    return false;
  }
}

function publicStart({ scheduledFor, missed }: Start): ScheduledStart {
  return { scheduledFor, missed };
}
