import { randomUUID } from "node:crypto";
import * as z from "zod";

/** How often and for how long a record has failed. Earlier versions had the time of its first failure instead. */
export const failedRecord = z.object({
  count: z.int(),
  /** Milliseconds between its failures, added up. */
  failingMs: z.number().default(0),
  /** The process that saw the last failure, and when, by the monotonic clock of that process. */
  process: z.string().default(""),
  moment: z.number().default(0),
  /** The same by the system clock, for other processes. 0: not known. */
  time: z.number().default(0),
});
export type FailedRecord = z.output<typeof failedRecord>;

/** This process: two of them have no monotonic clock in common. */
const PROCESS = randomUUID();
/** What the time between the failures of two processes counts at most: the system clock may have been set meanwhile. */
const LONGEST_GAP_MS = 150_000;

/**
 * Counts one more failure of a record. Time is counted by the monotonic clock, so that nothing changes when the system
 * clock is set. Between two processes there is only that clock: such a gap counts 150 seconds at most.
 */
export function failedAgain(before: FailedRecord | undefined): FailedRecord {
  const now = { process: PROCESS, moment: performance.now(), time: Date.now() };
  if (before === undefined) return { count: 1, failingMs: 0, ...now };
  const gap =
    before.process === PROCESS
      ? now.moment - before.moment
      : Math.min(before.time === 0 ? 0 : Math.max(0, now.time - before.time), LONGEST_GAP_MS);
  return { count: before.count + 1, failingMs: before.failingMs + gap, ...now };
}
