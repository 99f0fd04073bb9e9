import { InvalidOption } from "@imdb/core";
import { callback, checkOption, optionsOf, text } from "@imdb/core/options";
import { Cron } from "croner";
import { type Duration, duration, toSeconds } from "../contracts/duration.js";
import { date } from "../contracts/rules.js";

/** What starts a flow: due times, or events. */
export interface Trigger<In = unknown> {
  /** The first due time after a moment; `undefined` when there is none. Missing in triggers without due times. */
  next?(after: Date): Date | undefined;
  /** Begins to listen, and returns the function that ends it. Missing in triggers that have due times only. */
  subscribe?(fire: (input: In) => void): () => void;
}

/** Options of {@link cron}. */
export interface CronOptions {
  readonly timeZone?: string;
}
/** Options of {@link interval}. */
export interface IntervalOptions {
  readonly anchor?: Date;
}

const cronOptions = optionsOf<CronOptions>({ timeZone: ["UTC", text] });
const intervalOptions = optionsOf<IntervalOptions>({
  anchor: [new Date(0), date],
});

/**
 * Due times by a cron expression: `minute hour day month weekday`, with an optional leading field of seconds.
 *
 * Times that a change to summer time skips are due right after it; times that occur twice are due once.
 *
 * @param options.timeZone  An IANA name such as `Europe/Berlin`. Default `UTC`, never the machine's zone.
 * @throws `INVALID_OPTION` for an expression or a zone that cannot be read.
 * @example
 * cron("0 3 * * *").next?.(new Date("2026-01-01T12:00:00Z"))?.toISOString(); // => "2026-01-02T03:00:00.000Z"
 */
export function cron(expression: string, options: CronOptions = {}): Trigger<never> {
  const { timeZone } = cronOptions.resolve(options, "cron");
  checkOption("expression", expression, text, "cron");
  try {
    const pattern = new Cron(expression, { timezone: timeZone, paused: true });
    // Croner checks the time zone only when it is first needed.
    pattern.nextRun(new Date(0));
    return { next: (after) => pattern.nextRun(checkOption("after", after, date, "next")) ?? undefined };
  } catch (cause) {
    const expected = `a cron expression and an IANA time zone (${(cause as Error).message})`;
    throw InvalidOption.create({ option: "cron", value: `${expression} ${timeZone}`, expected }, { cause });
  }
}

/**
 * Due times at equal distances, counted from `anchor`, so that the duration of runs does not shift them.
 *
 * @param options.anchor  Default: 1970-01-01 UTC, which puts `interval("1h")` on the full hour.
 * @throws `INVALID_OPTION` for an interval below a second.
 */
export function interval(every: Duration, options: IntervalOptions = {}): Trigger<never> {
  const step = 1000 * toSeconds(checkOption("every", every, duration, "interval"));
  if (step < 1000) {
    throw InvalidOption.create({
      option: "every",
      value: every,
      expected: "at least one second",
      of: "interval",
    });
  }
  const anchor = intervalOptions.resolve(options, "interval").anchor.getTime();
  return {
    next(after) {
      const since = checkOption("after", after, date, "next").getTime() - anchor;
      return new Date(anchor + step * (Math.floor(since / step) + 1));
    },
  };
}

/** No due times: the flow starts when `trigger()` is called. */
export function manual(): Trigger<never> {
  return {};
}

/**
 * Starts a flow when something happens: a monitor's alert, a new file, a message.
 *
 * @param subscribe  Begins to listen, calls `fire` with the flow's input, and returns the function that ends it.
 * @throws `INVALID_OPTION`
 * @example
 * event<string>((fire) => {
 *   const timer = setInterval(() => fire("look again"), 60_000);
 *   return () => clearInterval(timer);
 * });
 */
export function event<In>(subscribe: (fire: (input: In) => void) => () => void): Trigger<In> {
  return { subscribe: checkOption("subscribe", subscribe, callback<typeof subscribe>(), "event") };
}
