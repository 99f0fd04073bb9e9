import { InvalidOption } from "@imdb/core";
import { checkOption, integer } from "@imdb/core/options";
import { mergeChecked } from "../profile/merge-profiles.js";
import type { Profile } from "../profile/schema.js";

/**
 * Windows by the time of the records: `tumbling` ones follow one another, `sliding` ones begin every `everyMs`
 * and overlap. They start at multiples of their step from 1970 on.
 */
export type WindowPlan =
  | { readonly kind: "tumbling"; readonly ms: number }
  | { readonly kind: "sliding"; readonly ms: number; readonly everyMs: number };

/** Profiles of panes by their start: the pieces that windows are merged of. */
export type Panes = ReadonlyMap<number, Profile>;

/** The step of a plan, in milliseconds: the length of a pane. */
export function paneMs(plan: WindowPlan): number {
  return plan.kind === "tumbling" ? plan.ms : plan.everyMs;
}

/**
 * @throws `INVALID_OPTION` when lengths are not whole milliseconds, or a sliding window is no whole number of
 *         steps.
 */
export function assertPlan(plan: WindowPlan): void {
  const step = paneMs(plan);
  checkOption("window", step, integer(1, Number.MAX_SAFE_INTEGER));
  if (!Number.isInteger(plan.ms / step) || plan.ms < step) {
    throw InvalidOption.create({
      option: "window.ms",
      value: plan.ms,
      expected: `a multiple of everyMs (${step})`,
    });
  }
}

/** A window that has come to its end. */
export interface ClosedWindow {
  readonly start: number;
  readonly end: number;
  readonly profile: Profile;
}

/**
 * The windows that end after `closedUpTo` and not after `watermark`, and hold a record: the oldest first.
 */
export function closedWindows(
  panes: Panes,
  plan: WindowPlan,
  closedUpTo: number,
  watermark: number,
): ClosedWindow[] {
  const step = paneMs(plan);
  const ends = new Set<number>();
  for (const pane of panes.keys()) {
    for (let end = pane + step; end <= pane + plan.ms; end += step) {
      if (end > closedUpTo && end <= watermark) ends.add(end);
    }
  }
  return [...ends]
    .sort((a, b) => a - b)
    .map((end) => {
      const parts: Profile[] = [];
      for (let pane = end - plan.ms; pane < end; pane += step) {
        const profile = panes.get(pane);
        if (profile) parts.push(profile);
      }
      return { start: end - plan.ms, end, profile: mergeChecked(parts) };
    });
}

/** The panes that a window still to come needs. */
export function livePanes(panes: Panes, plan: WindowPlan, closedUpTo: number): Map<number, Profile> {
  return new Map([...panes].filter(([pane]) => pane + plan.ms > closedUpTo));
}
