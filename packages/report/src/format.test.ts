import { describe, expect, test } from "vitest";
import { formatBytes, formatDuration, formatNumber, formatPercent, formatTime } from "./format.js";

describe("formatNumber", () => {
  test.each([
    [0, "0"],
    [-0, "0"],
    [25_000, "25,000"],
    [-1_234_567, "−1,234,567"],
    [0.906523, "0.9065"],
    [0.99996, "1"],
    [123.456, "123.5"],
    [12345.678, "12,350"],
    [0.1, "0.1"],
    [1e-4, "0.0001"],
    [0.0000123456, "1.235e-5"],
    [-1e300, "−1e300"],
    [5e-324, "4.941e-324"],
    [1e21, "1e21"],
    [Number.NaN, "n/a"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NEGATIVE_INFINITY, "−∞"],
  ])("writes %d as %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

test("formatPercent", () => {
  expect([0.9065, 0, 1, -0.005, 123.456, Number.NaN].map(formatPercent)).toEqual([
    "90.65%",
    "0.00%",
    "100.00%",
    "−0.50%",
    "12,345.60%",
    "n/a",
  ]);
});

test("formatDuration, from microseconds to hours", () => {
  const durations = [0, 3e-7, 0.0000123, 0.0123, 0.9996, 59.94, 59.96, 75, 3600, 7325, -1.5, Number.NaN];
  expect(durations.map(formatDuration)).toEqual([
    "0 s",
    "0.3 µs",
    "12.3 µs",
    "12.3 ms",
    "1 s",
    "59.9 s",
    "1 min 0 s",
    "1 min 15 s",
    "1 h 0 min",
    "2 h 2 min",
    "−1.5 s",
    "n/a",
  ]);
});

test("formatBytes", () => {
  expect([0, 999, 999.9, 84_125_825, 5e12, 1e18].map(formatBytes)).toEqual([
    "0 B",
    "999 B",
    "1 kB",
    "84.1 MB",
    "5 TB",
    "1,000 PB",
  ]);
});

test("formatTime is UTC in any time zone", () => {
  expect(formatTime(new Date(Date.UTC(2026, 0, 31, 12)))).toBe("2026-01-31 12:00:00 UTC");
  expect(formatTime(new Date(Number.NaN))).toBe("n/a");
});
