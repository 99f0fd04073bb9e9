import type { CsrMatrix } from "@imdb/core";
import type { BinaryProblem, Start } from "./binary-problem.js";
import { decisionValues } from "./decision-values.js";
import { sigmoid } from "./logistic-math.js";

/** log(α/c) of a cold start: α lost in the rounding of w = 0. */
const COLD = -40;

/** ‖xᵢ‖² with the constant feature. */
export function squaredNorms(X: CsrMatrix, bias: number): Float64Array {
  const norms = new Float64Array(X.rows);
  for (let i = 0; i < X.rows; i++) {
    let sum = bias * bias;
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) sum += X.values[k]! * X.values[k]!;
    norms[i] = sum;
  }
  return norms;
}

/** log(α/(c−α)): in a cold start, α lost in the rounding of w = 0; in a warm start, what the margins call for. */
export function firstOdds({ X, signs }: BinaryProblem, bias: number, start: Start | undefined): Float64Array {
  if (!start) return new Float64Array(X.rows).fill(COLD);
  const decisions = decisionValues(X, start.coef, Float64Array.of(bias === 0 ? 0 : start.intercept));
  return decisions.map((decision, i) => -signs[i]! * decision);
}

/** w = Σ αᵢyᵢxᵢ */
export function sumOfRows(
  { X, signs, costs }: BinaryProblem,
  odds: Float64Array,
  bias: number,
  w: Float64Array,
): void {
  for (let i = 0; i < X.rows; i++) {
    const alpha = costs[i]! * sigmoid(odds[i]!) * signs[i]!;
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) w[X.indices[k]!]! += alpha * X.values[k]!;
    w[X.cols]! += alpha * bias;
  }
}
