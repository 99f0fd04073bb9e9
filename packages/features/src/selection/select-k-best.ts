import type { CsrMatrix, TrainLabels } from "@imdb/core";
import { integer, oneOf, optionsOf, type Resolved } from "@imdb/core/options";
import { chi2 } from "@imdb/measures";
import {
  assertColumns,
  assertTrainRows,
  type FittedTransformer,
  type SupervisedTransformer,
} from "../transformers/transformer.js";

import { mutualInformation } from "./mutual-information.js";

const SCORES = { chi2, mutualInformation } as const;

/** Options of {@link selectKBest}. */
export interface SelectKBestOptions {
  /** How many columns to keep; all, when there are no more. */
  readonly k: number;
  /** What makes a column good. Default `"chi2"`. */
  readonly score?: keyof typeof SCORES;
}

/** The schema of {@link SelectKBestOptions}. */
export const selectKBestOptions = optionsOf<SelectKBestOptions>({
  k: integer(1),
  score: ["chi2", oneOf("chi2", "mutualInformation")],
});

/** A fitted selection of columns. */
export interface FittedSelection extends FittedTransformer {
  readonly kind: "select-k-best";
  /** The columns kept, ascending. */
  readonly columns: Uint32Array;
  readonly columnOf: Int32Array;
}

/**
 * Keeps the columns with the best scores; of equal ones the later, as scikit-learn's `SelectKBest` does.
 *
 * @throws `INVALID_OPTION`; `NEGATIVE_FEATURE` from `fit` with chi².
 * @example
 * const matrix = csrFromRows([[[0, 1], [1, 1]], [[1, 1]]], 2);
 * const labels = { role: "train", classes: ["no", "yes"], codes: Int32Array.of(0, 1) } as const;
 * selectKBest({ k: 1 }).fit(matrix, labels).transform(matrix).indices.length; // => 1
 */
export function selectKBest(options: SelectKBestOptions): SupervisedTransformer<FittedSelection> {
  const { k, score } = selectKBestOptions.resolve(options);
  return {
    supervised: true,
    params: { k, score },
    fit(matrix, labels) {
      assertTrainRows(matrix, labels);
      return fittedSelection({ k, score }, matrix.cols, best(matrix, labels, k, SCORES[score]));
    },
  };
}

/** Puts a fitted selection together. */
export function fittedSelection(
  params: Resolved<SelectKBestOptions>,
  inputCount: number,
  columns: Uint32Array,
): FittedSelection {
  const columnOf = new Int32Array(inputCount).fill(-1);
  for (let k = 0; k < columns.length; k++) columnOf[columns[k]!] = k;
  return {
    kind: "select-k-best",
    params: { ...params },
    inputCount,
    featureCount: columns.length,
    columns,
    columnOf,
    transform(matrix) {
      assertColumns(matrix, inputCount);
      return selectColumns(matrix, columnOf, columns.length);
    },
    featureNames: (names) => Array.from(columns, (column) => names[column]!),
  };
}

function best(
  matrix: CsrMatrix,
  labels: TrainLabels,
  k: number,
  score: (matrix: CsrMatrix, labels: TrainLabels) => Float64Array,
): Uint32Array {
  const scores = score(matrix, labels);
  const order = Uint32Array.from(scores, (_, column) => column);
  order.sort((a, b) => scores[a]! - scores[b]! || a - b);
  return order.slice(Math.max(order.length - k, 0)).sort();
}

function selectColumns(matrix: CsrMatrix, columnOf: Int32Array, cols: number): CsrMatrix {
  const { rows, indptr, indices, values } = matrix;
  const kept = {
    indptr: new Uint32Array(rows + 1),
    indices: new Uint32Array(indices.length),
    values: new Float32Array(indices.length),
  };
  let used = 0;
  for (let row = 0; row < rows; row++) {
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) {
      const column = columnOf[indices[k]!]!;
      if (column < 0) continue;
      kept.indices[used] = column;
      kept.values[used++] = values[k]!;
    }
    kept.indptr[row + 1] = used;
  }
  return {
    rows,
    cols,
    indptr: kept.indptr,
    indices: kept.indices.slice(0, used),
    values: kept.values.slice(0, used),
  };
}
