const MILLISECONDS_A_DAY = 86_400_000;

/**
 * A time that is counted in parts of a second since 1970, as ISO 8601 with all its digits: `2024-01-01T10:00:00.123456Z`. As
 * many digits are shown as are needed, in steps of three. A time that no calendar has stays a number.
 *
 * @param places  The digits of a second that are counted: 3 for milliseconds, 6 for microseconds, 9 for nanoseconds.
 */
export function isoTime(value: bigint | number, places: number): string | bigint {
  const count = BigInt(value);
  const second = 10n ** BigInt(places);
  const fraction = ((count % second) + second) % second;
  const whole = isoOf(Number((count - fraction) / second) * 1000);
  if (whole === undefined) return count;
  const seconds = whole.slice(0, -".000Z".length);
  const digits = String(fraction).padStart(places, "0");
  const shown = digits.replace(/(?:000)+$/, "");
  return shown === "" ? `${seconds}Z` : `${seconds}.${shown}Z`;
}

/** A day that is counted since 1970, as ISO 8601: `2024-01-01`. One that no calendar has stays a number. */
export function isoDay(days: number): string | number {
  return isoOf(days * MILLISECONDS_A_DAY)?.slice(0, -"T00:00:00.000Z".length) ?? days;
}

function isoOf(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
