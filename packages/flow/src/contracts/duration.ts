import { InvalidOption } from "@imdb/core";

/** A length of time: a number of **seconds** (as Prefect's), or a text with its unit: `"250ms"`, `"30s"`, `"5m"`, `"24h"`, `"7d"`. */
export type Duration = number | `${number}${"ms" | "s" | "m" | "h" | "d"}`;

const SECONDS = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400 } as const;

/**
 * A duration in seconds.
 *
 * @param option  Whose value it is, for the error.
 * @throws `INVALID_OPTION` for anything but a finite length of time that is not negative.
 * @example
 * toSeconds("5m", "timeout"); // => 300
 * toSeconds(1.5, "timeout"); // => 1.5
 */
export function toSeconds(duration: Duration, option: string): number {
  const seconds = typeof duration === "number" ? duration : fromText(duration);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds;
  const expected = 'seconds as a number, or a text such as "250ms", "30s", "5m", "24h" or "7d"';
  throw InvalidOption.create({ option, value: duration, expected });
}

function fromText(text: unknown): number {
  const match = typeof text === "string" ? /^(\d{1,12}(?:\.\d{1,6})?)(ms|s|m|h|d)$/.exec(text) : null;
  return match ? Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS] : Number.NaN;
}
