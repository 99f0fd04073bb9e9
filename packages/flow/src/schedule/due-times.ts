import type { Trigger } from "./trigger.js";

/** What becomes of due times at which nothing ran: the process was down, the machine asleep. */
export type MissedPolicy =
  /** They are left out. */
  | "skip"
  /** The last of them is made up for, once. */
  | "runOnce"
  /** Each is made up for, in order. */
  | "runAll";

/** What a scheduled run is for. */
export interface Occasion {
  /** The due time; the moment of the call for a manual or event start. */
  readonly scheduledFor: Date;
  /** Whether it makes up for a due time at which nothing ran. */
  readonly missed: boolean;
}

/** How late a run may start and still count as on time, in milliseconds. */
const TOLERANCE_MS = 60_000;

/** More than that is not made up for, so that a long-forgotten schedule does not run for days. */
const MOST = 1_000;

/**
 * The due times in (after, now] that are to be run. One that is not older than a minute is on time; the others
 * were missed, and the policy decides.
 */
export function dueTimes(trigger: Trigger, after: Date, now: Date, policy: MissedPolicy): Occasion[] {
  const due: Occasion[] = [];
  let at = trigger.next?.(after);
  while (at !== undefined && at <= now) {
    due.push({ scheduledFor: at, missed: now.getTime() - at.getTime() > TOLERANCE_MS });
    if (due.length > MOST) due.shift();
    at = trigger.next?.(at);
  }
  const missed = due.filter((one) => one.missed);
  const onTime = due.filter((one) => !one.missed);
  switch (policy) {
    case "skip":
      return onTime;
    case "runOnce":
      // A run that is due now makes up for all of them.
      return onTime.length > 0 ? onTime : missed.slice(-1);
    case "runAll":
      return due;
  }
}
