import type { BinaryProblem } from "./binary-problem.js";
import { sigmoid, softplus } from "./logistic-math.js";
import { addRow, rowDot } from "./row-products.js";
import { signedView } from "./signed-view.js";

/** The state of dual coordinate descent. */
export interface DualState extends BinaryProblem {
  /** The weights; the last one is that of the constant feature. */
  readonly w: Float64Array;
  /** The squared norms of the rows. */
  readonly norms: Float64Array;
  /** The logit log(α/(c−α)) of the dual variable of each row. */
  readonly logits: Float64Array;
  /** The value of the constant feature; 0: no intercept. */
  readonly bias: number;
  /** The intercept that the penalty pulls a free intercept towards. 0 for a penalised intercept. */
  center: number;
  /** The number of passes for which each row is still skipped. */
  readonly passesToSkip: Uint8Array;
  /** The number of consecutive visits that left each row unchanged, at most 3. */
  readonly idleVisits: Uint8Array;
}

/**
 * One pass of dual coordinate descent: for each row that is not skipped, it maximises the dual objective over the dual
 * variable of this row, and updates the weights. Where this would increase the dual objective by less than `minGain`,
 * the row is left unchanged, and is skipped in the next one, two or three passes: as many as it was left unchanged in
 * succession, at most 3.
 *
 * @param order  The rows, in the order in which they are visited.
 * @returns Sums over the visited rows, each with the weights just before its update: the estimated increases of the
 * dual
 *          objective, the rows' parts of the duality gap, and their losses.
 */
export function pass(
  state: DualState,
  order: Uint32Array,
  minGain: number,
): { gain: number; gap: number; loss: number } {
  const { signs, costs, norms, logits, w, bias, center, passesToSkip, idleVisits } = state;
  const { indptr, indices, values, cols } = signedView(state.X);
  let gain = 0;
  let gap = 0;
  let loss = 0;
  for (let step = 0; step < order.length; step++) {
    const i = order[step]!;
    const cost = costs[i]!;
    if (cost === 0) continue;
    if (passesToSkip[i]! > 0) {
      passesToSkip[i]!--;
      continue;
    }
    const from = indptr[i]!;
    const to = indptr[i + 1]!;
    const margin = signs[i]! * (center + w[cols]! * bias + rowDot(indices, values, from, to, w));
    const t = logits[i]!;
    const s = sigmoid(t);
    const violation = t + margin;
    const curvature = cost * s * (1 - s);
    const rowGain = (violation * violation * curvature) / (1 + norms[i]! * curvature);
    gain += rowGain;
    loss += cost * softplus(-margin);
    gap += cost * (softplus(-margin) - softplus(t) + s * violation);
    if (rowGain < minGain) {
      if (idleVisits[i]! < 3) idleVisits[i]!++;
      passesToSkip[i] = idleVisits[i]!;
      continue;
    }
    idleVisits[i] = 0;
    const next = solveLogit(norms[i]! * cost, margin - norms[i]! * cost * s, t);
    logits[i] = next;
    const delta = cost * (sigmoid(next) - s) * signs[i]!;
    addRow(indices, values, from, to, delta, w);
    w[cols] = w[cols]! + delta * bias;
  }
  return { gain, gap, loss };
}

/**
 * Solves t + qc·σ(t) + k = 0 for t by Newton's method, with bisection where a Newton step leaves the interval that
 * holds the solution. The solution is the new logit of a row's dual variable.
 */
function solveLogit(qc: number, k: number, guess: number): number {
  // σ(t) is between 0 and 1, so the solution is between −k − qc and −k.
  let low = -k - qc;
  let high = -k;
  let t = guess < low ? low : guess > high ? high : guess;
  for (let round = 0; round < 60; round++) {
    const s = sigmoid(t);
    const h = t + qc * s + k;
    if (Math.abs(h) <= 1e-10 * (1 + Math.abs(k))) break;
    if (h > 0) high = t;
    else low = t;
    const newton = t - h / (1 + qc * s * (1 - s));
    t = newton > low && newton < high ? newton : 0.5 * (low + high);
  }
  return t;
}
