import type { Deciding } from "@imdb/core";
import { checkOption, integer } from "@imdb/core/options";
import { ABSTAINED, checkProbabilities, decidedCodes, predictedCodes } from "@imdb/measures";

/** A row that a model predicts wrongly. */
export interface ConfidentError {
  readonly row: number;
  /** The code of its actual class. */
  readonly actual: number;
  /** The code of the predicted class. */
  readonly predicted: number;
  /** The probability of the predicted class. */
  readonly probability: number;
}

/**
 * The wrong predictions with the largest probabilities, largest first: a place to look for wrong labels and missing
 * features.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @param actual         The class code of each row.
 * @param classes        The number of classes; or the classes with the decision rule of the model, whose labels are compared
 *                       then. A row in which it abstains is no error.
 * @param k              The largest number of errors to return.
 * @throws `SHAPE_MISMATCH`, `NOT_FINITE`, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`, `UNDEFINED_METRIC`
 * @example
 * confidentErrors(Float64Array.of(0.9, 0.1, 0.4, 0.6), [1, 1], 2, 5)[0]?.row; // => 0
 */
export function confidentErrors(
  probabilities: Float64Array,
  actual: ArrayLike<number>,
  classes: number | Deciding,
  k: number,
): ConfidentError[] {
  checkOption("k", k, integer(0));
  const size = typeof classes === "object" && classes !== null ? classes.classes.length : classes;
  checkProbabilities(actual, probabilities, size, "confidentErrors");
  const errors: ConfidentError[] = [];
  const codes =
    typeof classes === "number"
      ? predictedCodes(probabilities, classes)
      : decidedCodes(probabilities, classes);
  codes.forEach((predicted, row) => {
    if (predicted === actual[row] || predicted === ABSTAINED) return;
    errors.push({
      row,
      actual: actual[row]!,
      predicted,
      probability: probabilities[row * size + predicted]!,
    });
  });
  return errors.sort((a, b) => b.probability - a.probability || a.row - b.row).slice(0, k);
}
