import { InvalidOption } from "@imdb/core";
import { Cron } from "croner";
import { type Duration, toSeconds } from "../contracts/duration.js";

/** What starts a flow: times, or something that calls. */
export interface Trigger<In = unknown> {
  /** The first due time after a moment; `undefined` when there is none. Left out by triggers without times. */
  next?(after: Date): Date | undefined;
  /** Begins to listen, and gives what ends it. Left out by triggers that only know times. */
  subscribe?(fire: (input: In) => void): () => void;
}

/**
 * Due times by a cron expression: `minute hour day month weekday`, with an optional leading field of seconds.
 *
 * Times that a change to summer time leaves out are due right after it; times that come twice are due once.
 *
 * @param options.timeZone  An IANA name such as `Europe/Berlin`. Default `UTC`, never the machine's zone.
 * @throws `INVALID_OPTION` for an expression or a zone that cannot be read.
 * @example
 * cron("0 3 * * *").next?.(new Date("2026-01-01T12:00:00Z"))?.toISOString(); // => "2026-01-02T03:00:00.000Z"
 */
export function cron(expression: string, options: { readonly timeZone?: string } = {}): Trigger<never> {
  const { timeZone = "UTC" } = options;
  try {
    const pattern = new Cron(expression, { timezone: timeZone, paused: true });
    // Croner reads a zone when it is first needed.
    pattern.nextRun(new Date(0));
    return { next: (after) => pattern.nextRun(after) ?? undefined };
  } catch (cause) {
    const expected = `a cron expression and an IANA time zone (${(cause as Error).message})`;
    throw InvalidOption.create({ option: "cron", value: `${expression} ${timeZone}`, expected }, { cause });
  }
}

/**
 * Due times at equal distances, counted from `anchor`, so that they do not drift with how long runs take.
 *
 * @param options.anchor  Default: 1970-01-01 UTC, which puts `interval("1h")` on the full hour.
 * @throws `INVALID_OPTION` for an interval below a second.
 */
export function interval(every: Duration, options: { readonly anchor?: Date } = {}): Trigger<never> {
  const step = 1000 * toSeconds(every, "every");
  if (step < 1000)
    throw InvalidOption.create({ option: "every", value: every, expected: "at least one second" });
  const anchor = options.anchor?.getTime() ?? 0;
  return {
    next: (after) => new Date(anchor + step * (Math.floor((after.getTime() - anchor) / step) + 1)),
  };
}

/** No due times: the flow starts when `trigger()` is called. */
export function manual(): Trigger<never> {
  return {};
}

/**
 * Starts a flow when something happens: a monitor's alert, a new file, a message.
 *
 * @param subscribe  Begins to listen, calls `fire` with the flow's input, and gives what ends it.
 * @example
 * event<string>((fire) => {
 *   const timer = setInterval(() => fire("look again"), 60_000);
 *   return () => clearInterval(timer);
 * });
 */
export function event<In>(subscribe: (fire: (input: In) => void) => () => void): Trigger<In> {
  return { subscribe };
}
