import { InvalidOption } from "@imdb/core";
import { checkOption, integer, oneOf, optionsOf } from "@imdb/core/options";
import { mergeChecked } from "../profile/merge-profiles.js";
import type { Profile } from "../profile/schema.js";
import type { ProfiledWindow } from "./window-report.js";

/**
 * Windows of time, `ms` milliseconds long. `tumbling` windows follow one another. `sliding` windows start every
 * `everyMs` milliseconds and overlap. They start at multiples of the step since 1970.
 */
export type WindowPlan =
  | { readonly kind: "tumbling"; readonly ms: number }
  | { readonly kind: "sliding"; readonly ms: number; readonly everyMs: number };

/**
 * Profiles by their start: windows are divided into slices of one step, so that overlapping windows share the profiles
 * of their slices.
 */
export type Slices = ReadonlyMap<number, Profile>;

/** The step of a plan, which is the length of a slice, in milliseconds. */
export function sliceMs(plan: WindowPlan): number {
  return plan.kind === "tumbling" ? plan.ms : plan.everyMs;
}

const wholeMs = integer(1, Number.MAX_SAFE_INTEGER);
const PLANS = {
  tumbling: optionsOf<Extract<WindowPlan, { kind: "tumbling" }>>({ kind: oneOf("tumbling"), ms: wholeMs }),
  sliding: optionsOf<Extract<WindowPlan, { kind: "sliding" }>>({
    kind: oneOf("sliding"),
    ms: wholeMs,
    everyMs: wholeMs,
  }),
};

/**
 * Checks a plan.
 *
 * @param of  What the plan belongs to, for the message.
 * @throws `INVALID_OPTION` when a length is not a whole number of milliseconds, or the length of a sliding window is not
 *         a multiple of its step.
 */
export function checkPlan(plan: WindowPlan, of: string): void {
  checkOption("kind", (Object(plan) as WindowPlan).kind, oneOf("tumbling", "sliding"), of);
  (PLANS[plan.kind] as { resolve(plan: WindowPlan, of: string): unknown }).resolve(plan, of);
  const step = sliceMs(plan);
  if (plan.ms % step === 0) return;
  throw InvalidOption.create({
    option: "ms",
    value: plan.ms,
    expected: `a multiple of everyMs (${step})`,
    of,
  });
}

/**
 * The windows with records that end after `closedUpTo` and at or before `watermark`, in order of their end.
 */
export function closedWindows(
  slices: Slices,
  plan: WindowPlan,
  closedUpTo: number,
  watermark: number,
): ProfiledWindow[] {
  const step = sliceMs(plan);
  const ends = new Set<number>();
  for (const start of slices.keys()) {
    for (let end = start + step; end <= start + plan.ms; end += step) {
      if (end > closedUpTo && end <= watermark) ends.add(end);
    }
  }
  return [...ends]
    .sort((a, b) => a - b)
    .map((end) => {
      const parts: Profile[] = [];
      for (let start = end - plan.ms; start < end; start += step) {
        const profile = slices.get(start);
        if (profile) parts.push(profile);
      }
      return { start: end - plan.ms, end, profile: mergeChecked(parts) };
    });
}

/** The slices of windows that have not ended yet. */
export function openSlices(slices: Slices, plan: WindowPlan, closedUpTo: number): Map<number, Profile> {
  return new Map([...slices].filter(([start]) => start + plan.ms > closedUpTo));
}
