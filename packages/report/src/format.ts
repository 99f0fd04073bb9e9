import { checkOption, rule } from "@imdb/core/options";

/**
 * Formats a number: whole numbers with all digits, others with four significant digits, and commas between thousands. The
 * result does not depend on the machine or the locale.
 *
 * @example
 * formatNumber(25000); // => "25,000"
 * formatNumber(0.906523); // => "0.9065"
 * formatNumber(0.0000123456); // => "1.235e-5"
 * formatNumber(Number.NaN); // => "n/a"
 */
export function formatNumber(value: number, significant = 4): string {
  if (Number.isNaN(value)) return "n/a";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return thousands(String(size), value < 0);
  const rounded = Number(size.toPrecision(significant));
  if (rounded < 1e-4 || rounded >= 1e15) return withSign(exponential(size, significant), value < 0);
  const decimals = Math.max(0, significant - 1 - exponentOf(rounded));
  return thousands(trim(rounded.toFixed(Math.min(decimals, 20))), value < 0);
}

/**
 * Formats a share as a percentage with two decimals.
 *
 * @example
 * formatPercent(0.9065); // => "90.65%"
 */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return formatNumber(share);
  return withSign(`${thousands(Math.abs(share * 100).toFixed(2), false)}%`, share < 0);
}

/**
 * Formats a duration in seconds, in a suitable unit.
 *
 * @example
 * formatDuration(0.0123); // => "12.3 ms"
 * formatDuration(75); // => "1 min 15 s"
 */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return formatNumber(seconds);
  if (seconds < 0) return `−${formatDuration(-seconds)}`;
  if (seconds === 0) return "0 s";
  if (seconds < 0.9995e-3) return `${formatNumber(seconds * 1e6, 3)} µs`;
  if (seconds < 0.9995) return `${formatNumber(seconds * 1e3, 3)} ms`;
  if (seconds < 59.95) return `${formatNumber(seconds, 3)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${thousands(String(hours), false)} h ${minutes} min` : `${minutes} min ${rest} s`;
}

/**
 * Formats a number of bytes in decimal units.
 *
 * @example
 * formatBytes(84125825); // => "84.1 MB"
 */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return formatNumber(bytes);
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${formatNumber(size, 3)} ${units[unit]}`;
}

/**
 * Formats a time as `2026-01-31 12:00:00 UTC`; an invalid time as `n/a`.
 *
 * @throws `INVALID_OPTION` when the argument is not a Date.
 */
export function formatTime(time: Date): string {
  checkOption("time", time, date, "formatTime");
  if (Number.isNaN(time.getTime())) return "n/a";
  return `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

const date = rule<Date>("a Date", (value) => value instanceof Date);

/** The power of ten of the first digit of a number. It is exact, unlike a rounded logarithm. */
export function exponentOf(value: number): number {
  return Number(value.toExponential().split("e")[1]);
}

function thousands(digits: string, negative: boolean): string {
  const [whole, fraction] = digits.split(".");
  const grouped = whole!.replace(/(?<=\d)(?=(?:\d{3})+$)/g, ",");
  return withSign(fraction === undefined ? grouped : `${grouped}.${fraction}`, negative);
}

function withSign(text: string, negative: boolean): string {
  return negative ? `−${text}` : text;
}

function trim(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

function exponential(value: number, significant: number): string {
  const [mantissa, exponent] = value.toExponential(significant - 1).split("e");
  return `${trim(mantissa!)}e${exponent!.replace("+", "")}`;
}
