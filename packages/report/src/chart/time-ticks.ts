import type { Tick } from "./ticks.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14].map((n) => n * DAY),
];
const MONTHS = [1, 3, 6, 12, 24, 60, 120, 600, 1200, 6000, 12_000];

/** Round times of the UTC calendar in a range. All times are milliseconds since 1970. */
export function timeTicks(low: number, high: number, target: number): Tick[] {
  // A few ticks more than the target are better than half of it.
  const rough = Math.max((high - low) / target, 1) / 1.25;
  if (rough <= 14 * DAY) {
    const step = STEPS.find((candidate) => candidate >= rough) ?? 14 * DAY;
    return steps(low, high, step).map((value) => ({ value, label: clock(value, step) }));
  }
  const months = MONTHS.find((candidate) => candidate * 30.4 * DAY >= rough) ?? 24_000;
  return monthStarts(low, high, months).map((value) => ({
    value,
    label: iso(value).slice(0, months >= 12 ? 4 : 7),
  }));
}

function steps(low: number, high: number, step: number): number[] {
  const values: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) values.push(i * step);
  return values;
}

function monthStarts(low: number, high: number, months: number): number[] {
  const start = new Date(low);
  const index = start.getUTCFullYear() * 12 + start.getUTCMonth();
  const values: number[] = [];
  for (let m = Math.floor(index / months) * months; ; m += months) {
    const date = new Date(0);
    date.setUTCFullYear(Math.floor(m / 12), m % 12, 1);
    const value = date.getTime();
    if (!(value <= high)) return values;
    if (value >= low) values.push(value);
  }
}

function clock(value: number, step: number): string {
  const text = iso(value);
  if (step >= DAY) return text.slice(5, 10);
  // The label of midnight is the date.
  if (step >= MINUTE && value % DAY === 0) return text.slice(5, 10);
  return step >= MINUTE ? text.slice(11, 16) : text.slice(11, 19);
}

function iso(value: number): string {
  return new Date(value).toISOString();
}
