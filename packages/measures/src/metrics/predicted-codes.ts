import { checkOption, classCount, integer } from "@imdb/core/options";
import { checkLists } from "../arguments.js";

/**
 * The class with the largest probability of each row; of equal probabilities, the first.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @throws `INVALID_OPTION`
 */
export function predictedCodes(probabilities: Float64Array, classes: number): Int32Array {
  checkLists({ probabilities });
  checkOption("classes", classes, classCount);
  const codes = new Int32Array(probabilities.length / classes);
  for (let r = 0; r < codes.length; r++) {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if (probabilities[r * classes + k]! > probabilities[r * classes + best]!) best = k;
    }
    codes[r] = best;
  }
  return codes;
}

/**
 * One column of a row-major matrix.
 *
 * @param columns  The number of columns of the matrix.
 * @param k        The column, from 0.
 * @throws `INVALID_OPTION`
 */
export function column(values: Float64Array, columns: number, k: number): Float64Array {
  checkLists({ values });
  checkOption("columns", columns, integer(1));
  return Float64Array.from({ length: values.length / columns }, (_, r) => values[r * columns + k]!);
}
