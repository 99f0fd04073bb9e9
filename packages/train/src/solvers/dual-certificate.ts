import type { CsrMatrix } from "@imdb/core";
import type { DualState } from "./dual-pass.js";
import { sigmoid, softplus } from "./logistic-math.js";
import { addRow, rowDot } from "./row-products.js";
import { signedView } from "./signed-view.js";
import { maxAbs } from "./vectors.js";

/**
 * The primal objective ½‖w‖² + Σ costᵢ·log(1 + e⁻ᵐ), and the duality gap Σ costᵢ·[log(1+e⁻ᵐ) − log(1+eᵗ) + σ(t)·(t +
 * m)], where m = yᵢ·(decision value of row i) is the margin of the row, and t the logit of its dual variable. With a
 * free intercept, which the primal objective does not penalise, the gap is an estimate.
 *
 * @param residuals  Receives (αᵢ − costᵢ·σ(−mᵢ))·yᵢ for each row i: the factor of xᵢ in the gradient.
 * @param decisions  Receives the decision value of each row.
 */
export function certificate(
  { X: matrix, signs, costs, logits, bias, center, w }: DualState,
  intercept: "penalised" | "free",
  residuals: Float64Array,
  decisions: Float64Array,
): { primal: number; gap: number } {
  const X = signedView(matrix);
  const { indptr, indices, values } = X;
  const interceptValue = center + w[X.cols]! * bias;
  let primal = 0;
  let gap = 0;
  for (let j = 0; j < X.cols; j++) primal += 0.5 * w[j]! * w[j]!;
  if (intercept === "penalised") primal += 0.5 * w[X.cols]! * w[X.cols]!;
  else gap += Math.abs(interceptValue * w[X.cols]!);
  for (let i = 0; i < X.rows; i++) {
    decisions[i] = interceptValue + rowDot(indices, values, indptr[i]!, indptr[i + 1]!, w);
    const margin = signs[i]! * decisions[i]!;
    const t = logits[i]!;
    const loss = softplus(-margin);
    primal += costs[i]! * loss;
    gap += costs[i]! * (loss - softplus(t) + sigmoid(t) * (t + margin));
    residuals[i] = costs[i]! * (sigmoid(t) - sigmoid(-margin)) * signs[i]!;
  }
  return { primal, gap: Math.max(0, gap) };
}

/**
 * The largest absolute component of the gradient of the primal objective at w = Σ αᵢyᵢxᵢ, which is Σ residualsᵢ·xᵢ.
 *
 * @param residuals  As written by {@link certificate}.
 */
export function gradientNorm(matrix: CsrMatrix, bias: number, residuals: Float64Array): number {
  const X = signedView(matrix);
  const gradient = new Float64Array(X.cols + 1);
  for (let i = 0; i < X.rows; i++) {
    const residual = residuals[i]!;
    addRow(X.indices, X.values, X.indptr[i]!, X.indptr[i + 1]!, residual, gradient);
    gradient[X.cols] = gradient[X.cols]! + residual * bias;
  }
  return maxAbs(gradient);
}
