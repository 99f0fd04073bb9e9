import { afterEach, beforeEach, expect, vi } from "vitest";

/** A library prints nothing: whoever runs it draws the bar. A test that sees a `console.*` call fails. */
const METHODS = ["log", "info", "warn", "error", "debug"] as const;

beforeEach(() => {
  for (const method of METHODS) vi.spyOn(console, method);
});

afterEach(() => {
  const printed = METHODS.flatMap((method) =>
    vi.mocked(console[method]).mock.calls.map((call) => [method, ...call]),
  );
  vi.restoreAllMocks();
  expect(printed, "a library printed to the console").toEqual([]);
});
