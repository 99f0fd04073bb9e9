import type { CsrMatrix } from "@imdb/core";
import type { BinaryProblem, Start } from "./binary-problem.js";
import { decisionValues } from "./decision-values.js";
import { sigmoid } from "./logistic-math.js";

/** The logit of a dual variable that is almost 0: its contribution to w = 0 is below the rounding error. */
const ZERO_LOGIT = -40;

/** The squared norm of each row, with the constant feature. */
export function squaredNorms(X: CsrMatrix, bias: number): Float64Array {
  const norms = new Float64Array(X.rows);
  for (let i = 0; i < X.rows; i++) {
    let sum = bias * bias;
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) sum += X.values[k]! * X.values[k]!;
    norms[i] = sum;
  }
  return norms;
}

/**
 * The first logits log(α/(c−α)) of the dual variables. Without a start, each α is almost 0; with one, α = c·σ(−margin),
 * its optimal value for the margins that the start's weights give.
 */
export function initialLogits(
  { X, signs }: BinaryProblem,
  bias: number,
  start: Start | undefined,
): Float64Array {
  if (!start) return new Float64Array(X.rows).fill(ZERO_LOGIT);
  const decisions = decisionValues(X, start.coef, Float64Array.of(bias === 0 ? 0 : start.intercept));
  return decisions.map((decision, i) => -signs[i]! * decision);
}

/** Sets w to Σ αᵢyᵢxᵢ. It must be all zeros before. */
export function addDualWeights(
  { X, signs, costs }: BinaryProblem,
  logits: Float64Array,
  bias: number,
  w: Float64Array,
): void {
  for (let i = 0; i < X.rows; i++) {
    const alpha = costs[i]! * sigmoid(logits[i]!) * signs[i]!;
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) w[X.indices[k]!]! += alpha * X.values[k]!;
    w[X.cols]! += alpha * bias;
  }
}
