import { setTimeout as sleep } from "node:timers/promises";
import { Cancelled } from "@imdb/core";
import type { Lease } from "@imdb/runtime/leases";
import type { FlowRun } from "../definition/flow-definition.js";
import { ScheduledRunKilled } from "../errors.js";
import type { Flow } from "../flow.js";
import type { ScheduledStart } from "./due-times.js";
import type { ScheduleMemory } from "./memory.js";
import { ignore, type scheduleOptions } from "./schedule-options.js";

/** A run that was killed with its process is begun again at most so often that this many processes have run it. */
const MAX_PROCESSES = 3;

/** Milliseconds between two attempts to take a schedule that another process has. */
const CLAIM_PAUSE_MS = 250;

/** Without a folder, only this process runs the schedule. */
const NO_LEASE: Lease = { number: 0, signal: new AbortController().signal, check: ignore, release: ignore };

/** A start, and where it comes from. */
export interface Start extends ScheduledStart {
  readonly from: "due time" | "killed process" | "call";
}

/** A schedule and what it is doing. */
export interface ScheduleState {
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
  /** The look at the due times that is under way, and the runs of those found: `stop` waits for both. */
  readonly underWay: Set<Promise<void>>;
  /** The message of the damage that the last look at the due times has found. */
  damage: string | undefined;
}

/** Runs the flow for a start, unless a run is active and overlaps are skipped. */
export async function runStart(
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
  const lease = memory ? await claim(state, memory, start) : NO_LEASE;
  if (lease === undefined) {
    // A start that waited when the schedule was stopped stays begun: the next process runs it.
    if (!controller.signal.aborted) skip(state, start);
    return undefined;
  }
  try {
    if (start.from !== "call" && !(await isOpen(state, start))) return undefined;
    const signal = AbortSignal.any([controller.signal, lease.signal]);
    const { scheduledFor } = start;
    return await flow.run(await input(), { ...options.settings, scheduledFor, signal });
  } finally {
    try {
      if (start.from !== "call" && isHeld(lease)) memory?.end(start);
    } finally {
      lease.release();
    }
  }
}

/**
 * Takes the schedule; `undefined` while another process has it. A start that must not be left out waits for it: one that
 * was missed is late anyway, and two processes may have begun one each.
 */
async function claim(
  { options, controller: { signal } }: ScheduleState,
  memory: ScheduleMemory,
  { from, missed }: Start,
): Promise<Lease | undefined> {
  const waits = from !== "killed process" && (missed || options.overlap === "wait");
  for (;;) {
    const lease = await memory.claim(signal).catch(unlessCancelled);
    if (lease !== undefined || !waits) return lease;
    await sleep(CLAIM_PAUSE_MS, undefined, { signal }).catch(ignore);
    if (signal.aborted) return undefined;
  }
}

/** Whether the run of a due time has not ended. Throws `SCHEDULED_RUN_KILLED` when it has killed too many processes. */
async function isOpen({ options: { key }, memory }: ScheduleState, start: Start): Promise<boolean> {
  if (memory === undefined) return true;
  const processes = await memory.countProcess(start);
  if (processes === undefined || processes <= MAX_PROCESSES) return processes !== undefined;
  throw ScheduledRunKilled.create({ key, scheduledFor: start.scheduledFor, processes: MAX_PROCESSES });
}

/** A schedule that is stopped waits for no process. */
function unlessCancelled(error: unknown): undefined {
  if (!Cancelled.is(error)) throw error;
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
