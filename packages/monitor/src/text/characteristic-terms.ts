import { type CsrMatrix, type FittedClassifier, linearWeightsOf } from "@imdb/core";
import type { CharacteristicTerm } from "../drift/report-schema.js";

/**
 * The terms by which a linear classifier tells two windows apart, in descending order of their contribution: the weight
 * of a term times the difference of its mean values in the two windows. Empty for a classifier that linear weights do not
 * explain.
 *
 * @param codes  The class of each row: 0 is the current window, 1 the reference.
 */
export function characteristicTerms(
  classifier: FittedClassifier,
  matrix: CsrMatrix,
  codes: readonly number[],
  names: readonly string[],
  maxTerms: number,
): CharacteristicTerm[] {
  const weights = linearWeightsOf(classifier);
  if (!weights) return [];
  // With one output it is for class 1; with one output for each class, the last one is.
  const coef = weights.coef.subarray(weights.coef.length - matrix.cols);
  const { indptr, indices, values } = matrix;
  const current = columnTotals(matrix.cols);
  const reference = columnTotals(matrix.cols);
  for (let row = 0; row < matrix.rows; row++) {
    const window = codes[row] === 0 ? current : reference;
    window.texts++;
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) {
      window.sums[indices[k]!]! += values[k]!;
      window.counts[indices[k]!]!++;
    }
  }
  // A positive weight is for class 1, the reference. The sign is reversed, so that positive means the current window.
  const contribution = Float64Array.from(coef, (weight, column) => {
    const difference = current.sums[column]! / current.texts - reference.sums[column]! / reference.texts;
    return -weight * difference;
  });
  const strongest = Array.from(contribution.keys())
    .filter((column) => contribution[column]! > 0)
    .sort((a, b) => contribution[b]! - contribution[a]! || a - b)
    .slice(0, maxTerms);
  return strongest.map((column) => ({
    term: (names[column] ?? `feature ${column}`).replace(/\p{Surrogate}/gu, "\ufffd"),
    characteristicOf: coef[column]! < 0 ? "current" : "reference",
    contribution: contribution[column]!,
    referenceShare: reference.counts[column]! / reference.texts,
    currentShare: current.counts[column]! / current.texts,
  }));
}

function columnTotals(columns: number) {
  return { texts: 0, sums: new Float64Array(columns), counts: new Uint32Array(columns) };
}
