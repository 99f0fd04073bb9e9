import {
  type CsrMatrix,
  csrFromRows,
  csrStack,
  type FittedClassifier,
  type Labels,
  ShapeMismatch,
  seededRandom,
} from "@imdb/core";
import { integer, optionsOf, rule, seed } from "@imdb/core/options";
import { accuracyScore, predictedCodes } from "@imdb/measures";
import { codesFor } from "../evaluate.js";
import { checkColumns, checkLabels } from "../fitting/check-fit.js";
import { meanAndStd } from "../selection/summarize.js";

/** What shuffling one feature costs. */
export interface FeatureImportance {
  readonly feature: number;
  /** Mean loss of accuracy over the repeats. */
  readonly importance: number;
  readonly std: number;
}

/** What {@link permutationImportance} takes. */
export interface PermutationImportanceOptions {
  /** Columns to shuffle, one at a time. */
  readonly features: ArrayLike<number>;
  /** Default 5. */
  readonly repeats?: number;
  /** Default 0. */
  readonly seed?: number;
}

const importanceOptions = optionsOf<PermutationImportanceOptions>({
  features: rule<ArrayLike<number>>("a list of columns", (value) => Number.isInteger(Object(value).length)),
  repeats: [5, integer(1, 10_000)],
  seed: [0, seed],
});

/**
 * How much accuracy a model of any sort loses when a feature's values are dealt out to other rows. In the order
 * of `features`.
 *
 * @throws `SHAPE_MISMATCH`, `UNKNOWN_LABEL`, `INVALID_OPTION`
 * @see    Breiman (2001), Random forests; scikit-learn's `permutation_importance`.
 */
export function permutationImportance(
  model: FittedClassifier,
  X: CsrMatrix,
  y: Labels,
  options: PermutationImportanceOptions,
): FeatureImportance[] {
  const { features, repeats, seed } = importanceOptions.resolve(options);
  checkColumns(X, model.featureCount);
  checkLabels(X, y);
  const actual = codesFor(model.classes, y);
  const accuracy = (matrix: CsrMatrix) =>
    accuracyScore(actual, predictedCodes(model.predictProba(matrix), model.classes.length));
  const whole = accuracy(X);
  return Array.from(features, (feature) => {
    if (!(feature >= 0 && feature < X.cols)) {
      throw ShapeMismatch.create({ what: "Feature number", expected: X.cols, actual: feature });
    }
    const random = seededRandom(seed).fork(`feature ${feature}`);
    const losses = Array.from(
      { length: repeats },
      () => whole - accuracy(shuffled(X, feature, random.permutation(X.rows))),
    );
    const { mean, std } = meanAndStd(losses);
    return { feature, importance: mean, std };
  });
}

/** The matrix with one column's values in another order of rows. */
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
