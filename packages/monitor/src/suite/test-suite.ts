import { type Cleaning, isCleaning, parseWith } from "@imdb/core";
import { optional, optionsOf } from "@imdb/core/options";
import * as z from "zod";
import { matching, present } from "../checks/rules.js";
import { type DriftReport, driftReportSchema } from "../drift/report-schema.js";
import { UnknownFigure } from "../errors.js";
import { assertComparable, checkProfile } from "../profile/check-profile.js";
import { assertSameCleaning } from "../profile/profile-cleaning.js";
import type { Profile } from "../profile/schema.js";
import { conditionSchema, conditionText, holds } from "./condition.js";
import { profileFigures, valueOfFigure } from "./figures.js";

/** A test: a figure, the condition it must satisfy, and the status when it does not. */
const suiteTestSchema = z.strictObject({
  figure: z.string().min(1),
  condition: conditionSchema,
  /** Default `fail`. */
  severity: z.enum(["warn", "fail"]).optional(),
});

/** A test suite, as a JSON file holds it. */
export const testSuiteSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tests: z.array(suiteTestSchema).max(100_000),
  /** How the texts of the reference were cleaned that it was made of. Left out: not known. */
  cleaning: z.custom<Cleaning>(isCleaning, { error: "expected a list of cleaning steps" }).optional(),
});

/** @see {@link testSuiteSchema} */
export type TestSuite = z.infer<typeof testSuiteSchema>;

/** The result of one test. */
export interface TestResult {
  readonly figure: string;
  readonly status: "pass" | "warn" | "fail";
  readonly value: number | null;
  /** The condition as text. */
  readonly expected: string;
  /** Why the test has no result of its own; null when it has. */
  readonly note: string | null;
}

/** The result of a suite. */
export interface SuiteResult {
  /** The worst status of all tests. */
  readonly status: "pass" | "warn" | "fail";
  /** Exit code for a process: 0 passed, 1 failed, 2 warned. */
  readonly exitCode: 0 | 1 | 2;
  readonly counts: { readonly pass: number; readonly warn: number; readonly fail: number };
  /** In the order of the suite. */
  readonly results: readonly TestResult[];
}

/** A suite, and the window that it tests. */
export interface SuiteOptions {
  readonly suite: TestSuite | unknown;
  readonly current: Profile;
  readonly reference?: Profile | undefined;
  /** Needed for tests of figures that start with `drift.`. */
  readonly drift?: DriftReport | undefined;
}

const suiteOptions = optionsOf<SuiteOptions, "reference" | "drift">({
  suite: present("a test suite"),
  current: present("a profile"),
  reference: optional(present("a profile")),
  drift: optional(matching("a report of driftReport", driftReportSchema)),
});

/**
 * Runs a test suite on a window. A figure without a value (an empty window, no labels) never passes: the test warns or
 * fails, as its severity says.
 *
 * @throws `INVALID_OPTION`; `SCHEMA_MISMATCH` when the suite or a profile is not valid; `PROFILE_MISMATCH` for profiles of
 *         different positive classes, or of texts that were cleaned in different ways; `UNKNOWN_FIGURE` for a figure that
 *         neither the profiles nor the drift report have.
 */
export function runSuite(options: SuiteOptions): SuiteResult {
  const { suite, drift, ...given } = suiteOptions.resolve(options, "runSuite");
  const current = checkProfile(given.current, "The current profile of runSuite");
  const reference = given.reference && checkProfile(given.reference, "The reference profile of runSuite");
  if (reference) assertComparable(reference, current);
  const { tests, cleaning } = parseWith(testSuiteSchema, suite, "The test suite");
  assertSameCleaning({ cleaning }, current);
  const now = profileFigures(current, drift);
  const before = reference ? profileFigures(reference) : new Map<string, number | null>();
  const results = tests.map(({ figure, condition, severity = "fail" }): TestResult => {
    if (!now.has(figure) && !before.has(figure)) assertKnown(figure, [...now.keys(), ...before.keys()]);
    const value = valueOfFigure(now, figure, current.count);
    const expectedOf = before.get(figure) ?? null;
    const expected = conditionText(condition, expectedOf);
    if (value === null) return { figure, status: severity, value, expected, note: "the window has no value" };
    const passed = holds(condition, value, expectedOf);
    const note = passed === null ? "the reference does not have it" : null;
    return { figure, status: passed ? "pass" : severity, value, expected, note };
  });
  const counts = { pass: 0, warn: 0, fail: 0 };
  for (const { status } of results) counts[status]++;
  const status = counts.fail > 0 ? "fail" : counts.warn > 0 ? "warn" : "pass";
  return { status, exitCode: EXIT_CODES[status], counts, results };
}

const EXIT_CODES = { pass: 0, fail: 1, warn: 2 } as const;

/** The share of an unknown category is 0. Any other unknown figure is an error. */
function assertKnown(figure: string, known: readonly string[]): void {
  if (/^column\..+\.share\./.test(figure)) return;
  throw UnknownFigure.create({ figure, known });
}
