import fc from "fast-check";
import { afterEach, beforeEach, expect, vi } from "vitest";

/** Properties draw the same cases in every run of a commit; `IMDB_SEED=<a number>` looks at others. */
fc.configureGlobal({ seed: Number(process.env["IMDB_SEED"] ?? 1) });

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
