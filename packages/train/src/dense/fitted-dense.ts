import type { FittedClassifier } from "@imdb/core";
import { displayFitted } from "@imdb/core/display";
import { checkColumns } from "../fitting/check-fit.js";
import { probabilities } from "../linear/probabilities.js";

/** A fitted dense logistic regression. */
export interface FittedDense<L extends string = string> extends FittedClassifier<L> {
  readonly kind: "DenseLogisticRegression";
  /** The selected columns, ascending. */
  readonly columns: Uint32Array;
  /** `outputs × (columns + 1)`, row-major, the intercept last. Two classes have one output. */
  readonly weights: Float64Array;
}

/** The fitted model of selected columns and their weights. */
export function fittedDense<L extends string>(
  parts: Pick<FittedDense<L>, "params" | "classes" | "featureCount" | "columns" | "weights">,
): FittedDense<L> {
  const { columns, weights, classes, featureCount } = parts;
  const outputs = classes.length === 2 ? 1 : classes.length;
  const width = columns.length + 1;
  const positionOf = new Map(Array.from(columns, (column, position) => [column, position]));
  return displayFitted({
    ...parts,
    kind: "DenseLogisticRegression",
    predictProba(X) {
      checkColumns(X, featureCount);
      const decisions = new Float64Array(X.rows * outputs);
      for (let r = 0; r < X.rows; r++) {
        for (let o = 0; o < outputs; o++) {
          let sum = weights[o * width + columns.length]!;
          for (let k = X.indptr[r]!; k < X.indptr[r + 1]!; k++) {
            const position = positionOf.get(X.indices[k]!);
            if (position !== undefined) sum += weights[o * width + position]! * X.values[k]!;
          }
          decisions[r * outputs + o] = sum;
        }
      }
      return probabilities(decisions, outputs, outputs === 1 ? "sigmoid" : "ovr");
    },
  });
}
