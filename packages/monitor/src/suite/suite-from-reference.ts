import { displayed, stepsOf } from "@imdb/core/display";
import { listOf, optionsOf, text, within } from "@imdb/core/options";
import { checkProfile } from "../profile/check-profile.js";
import type { Profile } from "../profile/schema.js";
import { POSITIVE_FIGURES, profileFigures } from "./figures.js";
import type { TestSuite } from "./test-suite.js";

/** How strict a generated suite is. */
export interface GeneratedSuiteOptions {
  /** Tolerance of means and quantiles, relative to the reference. Default 0.1. */
  readonly tolerance?: number | undefined;
  /** How much a share of faulty records may be above that of the reference. Default 0.02. */
  readonly shareTolerance?: number | undefined;
  /**
   * Columns that are not tested, since the windows do not have them. Without `actual`, accuracy and the scores of the
   * positive class are not tested. Default: none.
   */
  readonly excludeColumns?: readonly string[] | undefined;
}

const generatedSuiteOptions = optionsOf<GeneratedSuiteOptions>({
  tolerance: [0.1, within(0, Infinity)],
  shareTolerance: [0.02, within(0, 1)],
  excludeColumns: [[], listOf(text)],
});

/**
 * Makes a test suite from a reference: means, medians and 95 % quantiles within a tolerance, shares of faulty texts and
 * missing values at most a little higher, shares of categories near those of the reference, at least one record, and no
 * drift of the dataset. The suite is JSON, as a start for your own.
 *
 * @throws `INVALID_OPTION`, `SCHEMA_MISMATCH` when `reference` is not a profile.
 */
export function suiteFromReference(reference: Profile, options: GeneratedSuiteOptions = {}): TestSuite {
  const { tolerance, shareTolerance, excludeColumns } = generatedSuiteOptions.resolve(
    options,
    "suiteFromReference",
  );
  const expected = checkProfile(reference, "The reference profile of suiteFromReference");
  const tests: TestSuite["tests"] = [
    { figure: "count", condition: { gte: 1 } },
    { figure: "drift.share", condition: { lt: 0.5 } },
  ];
  for (const [figure, value] of profileFigures(expected)) {
    if (value === null || excludeColumns.some((column) => isFigureOf(column, figure))) continue;
    if (/\.(mean|median|p95)$/.test(figure))
      tests.push({ figure, condition: { relative: tolerance }, severity: "warn" });
    else if (/Share$/.test(figure)) tests.push({ figure, condition: { lte: value + shareTolerance } });
    else if (/^column\.[^.]+\.share\./.test(figure)) {
      tests.push({ figure, condition: { absolute: Math.max(tolerance, shareTolerance) }, severity: "warn" });
    } else if (OF_LABELS.includes(figure)) tests.push({ figure, condition: { gte: value - shareTolerance } });
  }
  return displaySuite({ schemaVersion: 1, tests, ...(expected.cleaning && { cleaning: expected.cleaning }) });
}

/** Gives a suite a short view. */
const displaySuite: (suite: TestSuite) => TestSuite = /* @__PURE__ */ displayed(
  ({ tests, cleaning }: TestSuite) => ({
    title: "Test suite",
    rows: {
      tests: tests.length,
      "that only warn": tests.filter(({ severity }) => severity === "warn").length,
      figures: tests.map(({ figure }) => figure),
      "cleaned by": cleaning && stepsOf(cleaning),
    },
  }),
);

/** The figures that need true labels. */
const OF_LABELS: readonly string[] = ["accuracy", ...POSITIVE_FIGURES];

function isFigureOf(column: string, figure: string): boolean {
  return figure.startsWith(`column.${column}.`) || (column === "actual" && OF_LABELS.includes(figure));
}
