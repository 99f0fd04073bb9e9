import type { Profile } from "../profile/schema.js";
import { figuresOf } from "./figures.js";
import type { TestSuite } from "./test-suite.js";

/** How strict a generated suite is. */
export interface GeneratedSuiteOptions {
  /** Relative room of means and quantiles. Default 0.1. */
  readonly tolerance?: number | undefined;
  /** How much larger than the reference's a bad share may be. Default 0.02. */
  readonly shareRoom?: number | undefined;
  /** Columns that the windows will not have, left untested; without `actual`, accuracy is too. Default none. */
  readonly without?: readonly string[] | undefined;
}

/**
 * A suite of what the reference is like: means, medians and 95th percentiles of numbers within a tolerance,
 * missing, empty and broken texts hardly more frequent, shares of categories near the reference's, at least one
 * record, and no drift of the dataset. A start to be edited: it is JSON.
 */
export function suiteFromReference(reference: Profile, options: GeneratedSuiteOptions = {}): TestSuite {
  const { tolerance = 0.1, shareRoom = 0.02, without = [] } = options;
  const tests: TestSuite["tests"] = [
    { figure: "count", condition: { gte: 1 } },
    { figure: "drift.share", condition: { lt: 0.5 } },
  ];
  for (const [figure, value] of figuresOf(reference)) {
    if (value === null || without.some((column) => isOf(column, figure))) continue;
    if (/\.(mean|median|p95)$/.test(figure))
      tests.push({ figure, condition: { relative: tolerance }, severity: "warn" });
    else if (/Share$/.test(figure)) tests.push({ figure, condition: { lte: value + shareRoom } });
    else if (/^column\.[^.]+\.share\./.test(figure)) {
      tests.push({ figure, condition: { absolute: Math.max(tolerance, shareRoom) }, severity: "warn" });
    } else if (figure === "accuracy") tests.push({ figure, condition: { gte: value - shareRoom } });
  }
  return { schemaVersion: 1, tests };
}

function isOf(column: string, figure: string): boolean {
  return figure.startsWith(`column.${column}.`) || (column === "actual" && figure === "accuracy");
}
