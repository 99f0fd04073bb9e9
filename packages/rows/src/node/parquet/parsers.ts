import type { ParquetParsers } from "hyparquet";
import { parseExactJson } from "../../values/exact-json.js";

const MILLISECONDS_A_DAY = 86_400_000;

/**
 * What the parser makes of types that a JavaScript value would round: times and days are ISO 8601 texts with all digits, JSON
 * has all digits of its numbers. A time without a zone is written as one of UTC.
 */
export const EXACT_PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (value) => isoTime(value, 3),
  timestampFromMicroseconds: (value) => isoTime(value, 6),
  timestampFromNanoseconds: (value) => isoTime(value, 9),
  dateFromDays: (days) => isoOf(days * MILLISECONDS_A_DAY)?.slice(0, -"T00:00:00.000Z".length) ?? days,
  jsonFromBytes: (bytes) => bytes && parseExactJson(new TextDecoder().decode(bytes)),
};

/** A time that is counted in parts of a second: `2024-01-01T10:00:00.123456Z`. One that no calendar has stays a number. */
function isoTime(value: bigint | number, places: number): string | bigint {
  const count = BigInt(value);
  const second = 10n ** BigInt(places);
  const fraction = ((count % second) + second) % second;
  const whole = isoOf(Number((count - fraction) / second) * 1000);
  if (whole === undefined) return count;
  const seconds = whole.slice(0, -".000Z".length);
  const digits = String(fraction).padStart(places, "0");
  // As many digits as are needed, in steps of three: `.123` and not `.123000`.
  const shown = digits.replace(/(?:000)+$/, "");
  return shown === "" ? `${seconds}Z` : `${seconds}.${shown}Z`;
}

function isoOf(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
