import { InvalidOption, type Labels } from "@imdb/core";
import type { Scoring } from "./scoring.js";

/** The metrics that are about one class, where there are two. */
const OF_ONE_CLASS: readonly Scoring[] = [
  "precision",
  "recall",
  "f1",
  "averagePrecision",
  "expectedCalibrationError",
];

/**
 * Refuses a metric of one class of two for labels without a positive class, before anything is fitted.
 *
 * @throws `INVALID_OPTION`
 */
export function checkScoredClass(
  scoring: Scoring,
  { classes, positive }: Pick<Labels, "classes" | "positive">,
): void {
  if (classes.length !== 2 || positive !== undefined || !OF_ONE_CLASS.includes(scoring)) return;
  const split = `a train split with a positive class (${classes.join(" or ")})`;
  const made = "createPipeline({ positive }) and trainTestSplit(examples, { positive }) name it";
  throw InvalidOption.create({
    option: "scoring",
    value: scoring,
    expected: `a metric of both classes, or ${split}: ${made}`,
  });
}
