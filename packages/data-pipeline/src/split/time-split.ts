import type { Example, Role } from "@imdb/core";
import { optionsOf, text } from "@imdb/core/options";
import { leavesTraining, type SplitSizes, sizeRules } from "./sizes.js";
import type { Splitter } from "./splitter.js";
import { timeOf } from "./time-of.js";

/** Options of {@link timeSplit}. */
export interface TimeSplitOptions extends SplitSizes {
  /** The attribute that holds the time: a number, or an ISO 8601 date or date-time (UTC without a zone). */
  readonly by: string;
}

const timeSplitOptions = optionsOf<TimeSplitOptions>({ by: text, ...sizeRules });

/**
 * Trains on the past and tests on the future: the latest documents are the test part, those before them the
 * validation part. Documents of the same time are never parted, so parts may be smaller than their share.
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
      const order = inTime(examples, by);
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

/** Indices of examples from the earliest to the latest; equal times in the order given. */
function inTime(examples: readonly Example[], by: string): number[] {
  const times = examples.map((example) => timeOf(example, by));
  return times.map((_, i) => i).sort((a, b) => times[a]! - times[b]! || a - b);
}

/** The first position from `start` on where the time changes. */
function boundary(times: readonly number[], order: readonly number[], start: number): number {
  let at = start;
  while (at > 0 && at < order.length && times[order[at]!] === times[order[at - 1]!]) at++;
  return at;
}
