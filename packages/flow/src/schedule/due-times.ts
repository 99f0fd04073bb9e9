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
  const due: ScheduledStart[] = [];
  let at = trigger.next?.(after);
  while (at !== undefined && at <= now) {
    due.push({ scheduledFor: at, missed: now.getTime() - at.getTime() > TOLERANCE_MS });
    if (due.length > MAX_DUE) due.shift();
    at = trigger.next?.(at);
  }
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
