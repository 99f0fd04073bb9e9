import {
  type CsrMatrix,
  csrFromRows,
  csrStack,
  type FittedClassifier,
  type Labels,
  ShapeMismatch,
  seededRandom,
} from "@imdb/core";
import { checkOption, integer, numberList, optionsOf, seed } from "@imdb/core/options";
import { accuracyScore, checkLabels, predictedCodes } from "@imdb/measures";
import { codesFor } from "../evaluate.js";
import { fittedRule } from "../fitting/arguments.js";
import { checkColumns } from "../fitting/check-fit.js";
import { meanAndStd } from "../selection/summarize.js";

/** How much accuracy is lost when one feature is shuffled. */
export interface FeatureImportance {
  /** Its column. */
  readonly feature: number;
  /** Mean loss of accuracy over the repeats. */
  readonly importance: number;
  /** Standard deviation of the loss over the repeats. */
  readonly std: number;
}

/** Options of {@link permutationImportance}. */
export interface PermutationImportanceOptions {
  /** Columns to shuffle, one at a time. */
  readonly features: ArrayLike<number>;
  /** Number of shuffles of each column. Default 5. */
  readonly repeats?: number;
  /** Seed of the shuffles. Default 0. */
  readonly seed?: number;
}

const importanceOptions = optionsOf<PermutationImportanceOptions>({
  features: numberList,
  repeats: [5, integer(1, 10_000)],
  seed: [0, seed],
});

/**
 * Permutation importance: how much accuracy a model loses when the values of one feature are permuted over the rows.
 * The result has the order of `features`.
 *
 * @throws `SHAPE_MISMATCH`, `UNKNOWN_LABEL`, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`
 * @see    Breiman (2001), Random forests; scikit-learn's `permutation_importance`.
 */
export function permutationImportance(
  model: FittedClassifier,
  X: CsrMatrix,
  y: Labels,
  options: PermutationImportanceOptions,
): FeatureImportance[] {
  const { features, repeats, seed } = importanceOptions.resolve(options);
  checkOption("model", model, fittedRule);
  checkColumns(X, model.featureCount);
  checkLabels(y, X.rows, "y");
  const actual = codesFor(model.classes, y);
  const accuracy = (matrix: CsrMatrix) =>
    accuracyScore(actual, predictedCodes(model.predictProba(matrix), model.classes.length));
  const baseline = accuracy(X);
  return Array.from(features, (feature) => {
    if (!(feature >= 0 && feature < X.cols)) {
      throw ShapeMismatch.create({ what: "Feature number", expected: X.cols, actual: feature });
    }
    const random = seededRandom(seed).fork(`feature ${feature}`);
    const losses = Array.from(
      { length: repeats },
      () => baseline - accuracy(shuffled(X, feature, random.permutation(X.rows))),
    );
    const { mean, std } = meanAndStd(losses);
    return { feature, importance: mean, std };
  });
}

/** The matrix with the values of one column in another order of rows. */
function shuffled(X: CsrMatrix, feature: number, order: Uint32Array): CsrMatrix {
  const column = new Float64Array(X.rows);
  const rowOf = (r: number) => {
    const row: [number, number][] = [];
    for (let k = X.indptr[r]!; k < X.indptr[r + 1]!; k++) {
      if (X.indices[k] === feature) column[r] = X.values[k]!;
      else row.push([X.indices[k]!, X.values[k]!]);
    }
    return row;
  };
  const rows = Array.from({ length: X.rows }, (_, r) => rowOf(r));
  rows.forEach((row, r) => {
    const value = column[order[r]!]!;
    if (value !== 0) row.push([feature, value]);
  });
  const blocks: CsrMatrix[] = [];
  for (let at = 0; at < rows.length; at += 4096) blocks.push(csrFromRows(rows.slice(at, at + 4096), X.cols));
  return csrStack(blocks);
}
