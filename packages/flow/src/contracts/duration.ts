import { type OptionRule, rule } from "@imdb/core/options";

/** A length of time: a number of **seconds** (as in Prefect), or a text with its unit: `"250ms"`, `"30s"`, `"5m"`, `"24h"`, `"7d"`. */
export type Duration = number | `${number}${"ms" | "s" | "m" | "h" | "d"}`;

const SECONDS = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400 } as const;

/**
 * A duration in seconds; NaN for anything else.
 *
 * @example
 * toSeconds("5m"); // => 300
 * toSeconds(1.5); // => 1.5
 */
export function toSeconds(duration: Duration): number {
  if (typeof duration === "number") return duration;
  const match = /^(\d{1,12}(?:\.\d{1,6})?)(ms|s|m|h|d)$/.exec(duration);
  return match ? Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS] : Number.NaN;
}

/** The rule of an option that is a finite length of time, not negative. */
export const duration: OptionRule<Duration> = rule(
  'seconds as a number, or a text such as "250ms", "30s", "5m", "24h" or "7d"',
  (value) => {
    const seconds =
      typeof value === "number" || typeof value === "string" ? toSeconds(value as Duration) : -1;
    return Number.isFinite(seconds) && seconds >= 0;
  },
);
