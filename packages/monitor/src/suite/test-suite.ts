import { parseWith } from "@imdb/core";
import { z } from "zod";
import type { DriftReport } from "../drift/report-schema.js";
import { UnknownFigure } from "../errors.js";
import type { Profile } from "../profile/schema.js";
import { conditionSchema, conditionText, holds } from "./condition.js";
import { figuresOf } from "./figures.js";

/** One test: a figure, what it must satisfy, and how bad it is when it does not. */
const suiteTestSchema = z.strictObject({
  figure: z.string().min(1),
  condition: conditionSchema,
  /** Default `fail`. */
  severity: z.enum(["warn", "fail"]).optional(),
});

/** Tests as a file holds them. */
export const testSuiteSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tests: z.array(suiteTestSchema).max(100_000),
});

/** @see {@link testSuiteSchema} */
export type TestSuite = z.infer<typeof testSuiteSchema>;

/** What became of one test. */
export interface TestResult {
  readonly figure: string;
  readonly status: "pass" | "warn" | "fail";
  readonly value: number | null;
  /** The condition in words. */
  readonly expected: string;
  /** Why, where the value alone does not say. */
  readonly note: string | null;
}

/** What became of all of them. */
export interface SuiteResult {
  /** The worst of all. */
  readonly status: "pass" | "warn" | "fail";
  /** For a process: 0 passed, 1 failed, 2 warned. */
  readonly exitCode: 0 | 1 | 2;
  readonly counts: { readonly pass: number; readonly warn: number; readonly fail: number };
  /** In the order of the suite. */
  readonly results: readonly TestResult[];
}

/** What a suite is run on. */
export interface SuiteOptions {
  readonly suite: TestSuite | unknown;
  readonly current: Profile;
  readonly reference?: Profile | undefined;
  /** Needed by tests of `drift.…` figures. */
  readonly drift?: DriftReport | undefined;
}

/**
 * Runs a suite on a window. A figure that the window cannot tell (an empty window, no labels) warns or fails as
 * the test's severity says, and never passes unseen.
 *
 * @throws `SCHEMA_MISMATCH` when the suite is none; `UNKNOWN_FIGURE` for a figure of no column and no report.
 */
export function runSuite({ suite, current, reference, drift }: SuiteOptions): SuiteResult {
  const { tests } = parseWith(testSuiteSchema, suite, "The test suite");
  const now = figuresOf(current, drift);
  const before = reference ? figuresOf(reference) : new Map<string, number | null>();
  const results = tests.map(({ figure, condition, severity = "fail" }): TestResult => {
    if (!now.has(figure) && !before.has(figure)) assertKnown(figure, [...now.keys(), ...before.keys()]);
    const value = now.get(figure) ?? (figure.includes(".share.") && current.count > 0 ? 0 : null);
    const expectedOf = before.get(figure) ?? null;
    const expected = conditionText(condition, expectedOf);
    if (value === null) return { figure, status: severity, value, expected, note: "the window cannot tell" };
    const held = holds(condition, value, expectedOf);
    const note = held === null ? "the reference does not have it" : null;
    return { figure, status: held ? "pass" : severity, value, expected, note };
  });
  const counts = { pass: 0, warn: 0, fail: 0 };
  for (const { status } of results) counts[status]++;
  const status = counts.fail > 0 ? "fail" : counts.warn > 0 ? "warn" : "pass";
  return { status, exitCode: EXIT_CODES[status], counts, results };
}

const EXIT_CODES = { pass: 0, fail: 1, warn: 2 } as const;

/** A category that neither window has is a share of 0; anything else that is not known is a typing error. */
function assertKnown(figure: string, known: readonly string[]): void {
  if (/^column\..+\.share\./.test(figure)) return;
  throw UnknownFigure.create({ figure, known });
}
