import { checkOption, oneOf } from "@imdb/core/options";
import type { FlowRun, RunSettings } from "../definition/flow-definition.js";
import type { Flow } from "../flow.js";
import { checkRunId } from "../runs/run-id.js";
import { dueTimes, type MissedPolicy, type Occasion } from "./due-times.js";
import { scheduleMemory } from "./memory.js";
import type { Trigger } from "./trigger.js";

/** How a flow is scheduled. */
export interface ScheduleOptions<In, Out> {
  /** Names the schedule. Of one key, one run is under way at a time. */
  readonly key: string;
  /** `cron(…)`, `interval(…)`, `event(…)` or `manual()`. */
  readonly when: Trigger<In>;
  /** The input of a run that comes from a due time. */
  readonly input: (occasion: Occasion) => In | Promise<In>;
  /** What becomes of due times that were missed. Default `"runOnce"`. */
  readonly missed?: MissedPolicy;
  /** What becomes of a start while a run of the key is under way. Default `"skip"`; `"wait"` runs it after. */
  readonly overlap?: "skip" | "wait";
  /**
   * A folder in which it remembers, under its key, what it has handled and who runs it: needed to know what was
   * missed while no process ran, and to be the only instance among several processes.
   */
  readonly folder?: string;
  /** What its runs are given. */
  readonly settings?: Omit<RunSettings, "runId" | "signal">;
  /** Told of every run that ended. */
  readonly onRun?: (run: FlowRun<Out>, occasion: Occasion) => void;
  /** Told of every start that was left out because a run was under way. */
  readonly onSkip?: (occasion: Occasion) => void;
  /** Told when a run could not be started: its input failed, the folder cannot be used. */
  readonly onError?: (error: unknown) => void;
}

/** A schedule of a flow. */
export interface Schedule<In, Out> {
  readonly key: string;
  /** Makes up for what was missed, and begins to wait. */
  start(): Promise<void>;
  /** The next due time. */
  next(): Date | undefined;
  /** Starts a run now. Gives its final state, or `undefined` when one is under way and overlaps are skipped. */
  trigger(input: In): Promise<FlowRun<Out> | undefined>;
  /** Stops waiting, cancels a run that is under way, and waits for its end. */
  stop(): Promise<void>;
}

/** Timers cannot be longer; and a clock that was set meanwhile is noticed. */
const LONGEST_WAIT_MS = 3_600_000;

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
export function schedule<In, Out>(flow: Flow<In, Out>, options: ScheduleOptions<In, Out>): Schedule<In, Out> {
  const { when, missed = "runOnce", overlap = "skip", settings = {}, onError = () => {} } = options;
  const key = checkRunId(options.key);
  checkOption("missed", missed, oneOf("skip", "runOnce", "runAll"));
  const memory = options.folder === undefined ? undefined : scheduleMemory(options.folder, key);
  const controller = new AbortController();
  let handledUntil = new Date();
  let timer: NodeJS.Timeout | undefined;
  let unsubscribe: (() => void) | undefined;
  let running: Promise<unknown> | undefined;

  async function runOne(occasion: Occasion, input: () => In | Promise<In>) {
    if (running !== undefined && overlap === "skip") {
      options.onSkip?.(occasion);
      return undefined;
    }
    const before = running;
    const run = (async () => {
      await before?.catch(() => {});
      if (controller.signal.aborted) return undefined;
      const lease = memory ? await memory.claim() : { release: () => {} };
      if (lease === undefined) {
        options.onSkip?.(occasion);
        return undefined;
      }
      try {
        const { scheduledFor } = occasion;
        return await flow.run(await input(), { ...settings, scheduledFor, signal: controller.signal });
      } finally {
        await lease.release();
      }
    })();
    running = run;
    try {
      const ended = await run;
      if (ended) options.onRun?.(ended, occasion);
      return ended;
    } finally {
      if (running === run) running = undefined;
    }
  }

  async function runDue(due: readonly Occasion[]): Promise<void> {
    for (const occasion of due) {
      if (controller.signal.aborted) return;
      await runOne(occasion, () => options.input(occasion)).catch(onError);
    }
  }

  function wait(): void {
    if (controller.signal.aborted) return;
    const next = when.next?.(handledUntil);
    if (next === undefined) return;
    timer = setTimeout(wake, Math.min(LONGEST_WAIT_MS, Math.max(0, next.getTime() - Date.now())));
  }

  async function wake(): Promise<void> {
    try {
      const now = new Date();
      const due = dueTimes(when, handledUntil, now, missed);
      handledUntil = now;
      // Written before they run: a run that is killed is resumed, not scheduled twice.
      if (due.length > 0) await memory?.handled(now);
      void runDue(due);
    } catch (error) {
      onError(error);
    }
    wait();
  }

  return {
    key,
    async start() {
      handledUntil = (await memory?.lastDue()) ?? new Date();
      // From now on there is a time before which nothing counts as missed.
      if (when.next && (await memory?.lastDue()) === undefined) await memory?.handled(handledUntil);
      unsubscribe = when.subscribe?.((input) => {
        const occasion = { scheduledFor: new Date(), missed: false };
        void runOne(occasion, () => input).catch(onError);
      });
      if (when.next) await wake();
    },
    next: () => when.next?.(new Date()),
    trigger: (input) => runOne({ scheduledFor: new Date(), missed: false }, () => input),
    async stop() {
      clearTimeout(timer);
      unsubscribe?.();
      controller.abort();
      await running?.catch(() => {});
    },
  };
}
