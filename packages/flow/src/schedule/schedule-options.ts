import { anObject, callback, nested, oneOf, optional, optionsOf } from "@imdb/core/options";
import { nonEmptyText } from "../contracts/rules.js";
import { type FlowRun, type RunSettings, runSettings } from "../definition/flow-definition.js";
import { runIdRule } from "../runs/run-id.js";
import type { MissedPolicy, ScheduledStart } from "./due-times.js";
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

/** Of the settings of a run, a schedule sets these itself. */
const { runId: _runId, signal: _signal, ...scheduledRules } = runSettings.rules;
const scheduledSettings = optionsOf<
  Omit<RunSettings, "runId" | "signal">,
  "onEvent" | "store" | "runs" | "runner" | "limits" | "scheduledFor"
>(scheduledRules);

/** Options of a schedule of any flow. */
export type AnyOptions = ScheduleOptions<unknown, unknown>;

/** The default of a callback. */
export const ignore = () => {};

/** @see {@link ScheduleOptions} */
export const scheduleOptions = optionsOf<AnyOptions, "folder">({
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
