import type { Example, Role } from "@imdb/core";
import { optionsOf, text } from "@imdb/core/options";
import { SplitImpossible } from "../errors.js";
import { leavesTraining, type SplitSizes, sizeRules } from "./sizes.js";
import type { Splitter } from "./splitter.js";

const DATE_TIME =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/;

/** Options of {@link timeSplit}. */
export interface TimeSplitOptions extends SplitSizes {
  /** The attribute that holds the time: a number, or an ISO 8601 date or date-time (UTC without a zone). */
  readonly by: string;
}

const timeSplitOptions = optionsOf<TimeSplitOptions>({ by: text, ...sizeRules });

/**
 * Trains on the past and tests on the future: the latest documents are the test part, those before them the
 * validation part. Documents of the same time are in the same part, so parts may be smaller than their share.
 *
 * @throws `INVALID_OPTION`; when applied, `SPLIT_IMPOSSIBLE` for an example without a time
 */
export function timeSplit(options: TimeSplitOptions): Splitter {
  const params = leavesTraining(timeSplitOptions.resolve(options));
  const { by, testSize, validationSize } = params;
  return {
    kind: "time",
    params,
    isFixed: true,
    assign(examples) {
      const times = examples.map((example) => timeOf(example, by));
      const order = times.map((_, i) => i).sort((a, b) => times[a]! - times[b]! || a - b);
      const roles: Role[] = new Array(examples.length).fill("train");
      const testStart = boundary(times, order, Math.round(examples.length * (1 - testSize)));
      const validationStart = boundary(
        times,
        order,
        Math.min(Math.round(examples.length * (1 - testSize - validationSize)), testStart),
      );
      for (let i = validationStart; i < order.length; i++)
        roles[order[i]!] = i < testStart ? "validation" : "test";
      return roles;
    },
  };
}

/** The first position from `start` on where the time changes. */
function boundary(times: readonly number[], order: readonly number[], start: number): number {
  let at = start;
  while (at > 0 && at < order.length && times[order[at]!] === times[order[at - 1]!]) at++;
  return at;
}

/**
 * The time of an example: a number as it is, or an ISO 8601 date or date-time; without a zone it is UTC,
 * whatever the machine's zone.
 *
 * @throws `SPLIT_IMPOSSIBLE`
 */
function timeOf({ id, attributes }: Example, by: string): number {
  const value = attributes?.[by];
  if (typeof value === "number") return value;
  const time = typeof value === "string" ? parseTime(value) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  const reason = `attributes.${by} of example ${JSON.stringify(id)} is ${JSON.stringify(value ?? null)}, not a number or an ISO 8601 time`;
  throw SplitImpossible.create({ split: "time", reason });
}

/** Milliseconds since 1970; NaN for what is no ISO 8601 time, and for a day that does not exist. */
function parseTime(value: string): number {
  const match = DATE_TIME.exec(value);
  if (match === null || !isDay(value.slice(0, 10))) return Number.NaN;
  const hasZone = match.groups?.["zone"] !== undefined || value.length === 10;
  return Date.parse(`${value.replace(" ", "T")}${hasZone ? "" : "Z"}`);
}

/** Whether the calendar has a day: V8 takes the 30th of February for the 2nd of March, other runtimes refuse it. */
function isDay(date: string): boolean {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  // Day 0 of the next month.
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
  );
}
