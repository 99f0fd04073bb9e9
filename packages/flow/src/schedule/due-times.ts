import type { Trigger } from "./trigger.js";

/** What happens for due times at which nothing ran: the process was down, the machine asleep. */
export type MissedPolicy =
  /** They are skipped. */
  | "skip"
  /** The last of them is run late. */
  | "runOnce"
  /** Each of them is run late, in order. */
  | "runAll";

/** The reason of a scheduled run. */
export interface ScheduledStart {
  /** The due time; for a manual start or an event, the moment of the call. */
  readonly scheduledFor: Date;
  /** Whether the due time was missed, and is run late. */
  readonly missed: boolean;
}

/** A start that is at most this late is on time. Milliseconds. */
const TOLERANCE_MS = 60_000;

/** The limit of late runs, so that a schedule that was stopped for long does not run for days. */
const MAX_DUE = 1_000;

/**
 * The due times in (after, now] that must be run. A due time of the last minute is on time; the others were missed, and
 * the policy decides about them.
 */
export function dueTimes(trigger: Trigger, after: Date, now: Date, policy: MissedPolicy): ScheduledStart[] {
  const due = lastTimes(trigger, after, now).map((scheduledFor) => {
    return { scheduledFor, missed: now.getTime() - scheduledFor.getTime() > TOLERANCE_MS };
  });
  const missed = due.filter((one) => one.missed);
  const onTime = due.filter((one) => !one.missed);
  switch (policy) {
    case "skip":
      return onTime;
    case "runOnce":
      // A run that is due now stands for all of them.
      return onTime.length > 0 ? onTime : missed.slice(-1);
    case "runAll":
      return due;
  }
}

/**
 * The last times in (after, now], at most {@link MAX_DUE}. Looks back from `now`, twice as far each time: after years,
 * or a clock that was set, there are more of them than can be looked at.
 */
function lastTimes(trigger: Trigger, after: Date, now: Date): Date[] {
  for (let backMs = TOLERANCE_MS; ; backMs *= 2) {
    const from = Math.max(after.getTime(), now.getTime() - backMs);
    const times = timesBetween(trigger, new Date(from), now);
    if (from === after.getTime() || times.length >= MAX_DUE) return times.slice(-MAX_DUE);
  }
}

function timesBetween(trigger: Trigger, after: Date, now: Date): Date[] {
  const times: Date[] = [];
  for (let at = trigger.next?.(after); at !== undefined && at <= now; at = trigger.next?.(at)) times.push(at);
  return times;
}
