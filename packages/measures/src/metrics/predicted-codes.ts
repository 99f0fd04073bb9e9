import { createDecision, type Deciding, mostProbable } from "@imdb/core";
import { checkOption, classCount, integer } from "@imdb/core/options";
import { checkLists, withField } from "../arguments.js";

/**
 * The class with the largest probability of each row; of equal probabilities, the first.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @throws `INVALID_OPTION`
 */
export function predictedCodes(probabilities: Float64Array, classes: number): Int32Array {
  checkLists({ probabilities });
  checkOption("classes", classes, classCount);
  const decide = mostProbable(classes);
  return Int32Array.from({ length: probabilities.length / classes }, (_, row) =>
    decide(probabilities, row * classes),
  );
}

/** The code of a row in which a decision rule abstains. */
export const ABSTAINED = -1;

/**
 * The class of each row by a decision rule; −1 where it abstains.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @throws `INVALID_OPTION`, as `createDecision` of `@imdb/core`.
 * @example
 * const deciding = { classes: ["ham", "spam"], positive: "spam", decision: { threshold: 0.9, abstainBelow: 0.6 } };
 * decidedCodes(Float64Array.of(0.05, 0.95, 0.2, 0.8, 0.7, 0.3), deciding); // => Int32Array.of(1, -1, 0)
 */
export function decidedCodes(probabilities: Float64Array, deciding: Deciding): Int32Array {
  checkLists({ probabilities });
  checkOption("deciding", deciding, withField<Deciding>("classes and a decision rule", "classes"));
  const { decide, abstainBelow } = createDecision(deciding);
  const size = deciding.classes.length;
  return Int32Array.from({ length: probabilities.length / size }, (_, row) => {
    const code = decide(probabilities, row * size);
    return probabilities[row * size + code]! < abstainBelow ? ABSTAINED : code;
  });
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
