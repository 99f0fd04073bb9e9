import type { CsrMatrix } from "@imdb/core";
import { integer, oneOf, optionsOf, type Resolved } from "@imdb/core/options";
import { chi2 } from "@imdb/measures";
import { RowBuilder } from "../engine/row-builder.js";
import { assertColumns, assertNames } from "../matrix-checks.js";
import {
  type FittedTransformer,
  type SupervisedTransformer,
  supervised,
} from "../transformers/transformer.js";
import { mutualInformation } from "./mutual-information.js";

const SCORES = { chi2, mutualInformation } as const;

/** Options of {@link selectKBest}. */
export interface SelectKBestOptions {
  /** Number of columns to keep; all are kept if there are fewer. */
  readonly k: number;
  /** The score of a column. Default `"chi2"`. */
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
 * Keeps the columns with the highest scores. Of equal scores the later column is kept, as in scikit-learn's
 * `SelectKBest`.
 *
 * @throws `INVALID_OPTION`; `NEGATIVE_FEATURE` from `fit` with chi².
 * @example
 * const matrix = csrFromRows([[[0, 1], [1, 1]], [[1, 1]]], 2);
 * const labels = { role: "train", classes: ["no", "yes"], codes: Int32Array.of(0, 1) } as const;
 * selectKBest({ k: 1 }).fit(matrix, labels).transform(matrix).indices.length; // => 1
 */
export function selectKBest(options: SelectKBestOptions): SupervisedTransformer<FittedSelection> {
  const params = selectKBestOptions.resolve(options, "selectKBest");
  return supervised("select-k-best", params, (matrix, labels) =>
    fittedSelection(params, matrix.cols, best(SCORES[params.score](matrix, labels), params.k)),
  );
}

/** Makes a fitted selection. */
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
    featureNames(names) {
      assertNames(names, inputCount);
      return Array.from(columns, (column) => names[column]!);
    },
  };
}

function best(scores: Float64Array, k: number): Uint32Array {
  const order = Uint32Array.from(scores, (_, column) => column);
  order.sort((a, b) => scores[a]! - scores[b]! || a - b);
  return order.slice(Math.max(order.length - k, 0)).sort();
}

function selectColumns(
  { rows, indptr, indices, values }: CsrMatrix,
  columnOf: Int32Array,
  cols: number,
): CsrMatrix {
  const kept = new RowBuilder();
  kept.start(rows);
  kept.reserve(indices.length);
  for (let row = 0; row < rows; row++) {
    let { used } = kept;
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) {
      const column = columnOf[indices[k]!]!;
      if (column < 0) continue;
      kept.indices[used] = column;
      kept.values[used++] = values[k]!;
    }
    kept.end(used);
  }
  return kept.finish(cols);
}
