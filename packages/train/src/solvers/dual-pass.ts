import type { BinaryProblem } from "./binary-problem.js";
import { sigmoid, softplus } from "./logistic-math.js";
import { addRow, rowDot } from "./row-products.js";
import { signedView } from "./signed-view.js";

/** What a pass works on. */
export interface Sweep extends BinaryProblem {
  readonly w: Float64Array;
  readonly norms: Float64Array;
  /** log(α/(c−α)) of each row. */
  readonly odds: Float64Array;
  readonly bias: number;
  /** The intercept around which a free one is held; else 0. */
  center: number;
  /** Passes a row still sits out, and how often in a row it had nothing to gain. */
  readonly rest: Uint8Array;
  readonly calm: Uint8Array;
}

/**
 * One pass over the rows that do not rest. A row whose step would raise the dual objective by less than
 * `worthwhile` is passed over, and then sits out one to three passes.
 *
 * @returns Σ of the gains and of the rows' shares of the duality gap, and the loss, as seen on the way.
 */
export function pass(
  sweep: Sweep,
  order: Uint32Array,
  worthwhile: number,
): { gain: number; gap: number; loss: number } {
  const { signs, costs, norms, odds, w, bias, center, rest, calm } = sweep;
  const { indptr, indices, values, cols } = signedView(sweep.X);
  let gain = 0;
  let gap = 0;
  let loss = 0;
  for (let step = 0; step < order.length; step++) {
    const i = order[step]!;
    const cost = costs[i]!;
    if (cost === 0) continue;
    if (rest[i]! > 0) {
      rest[i]!--;
      continue;
    }
    const from = indptr[i]!;
    const to = indptr[i + 1]!;
    const margin = signs[i]! * (center + w[cols]! * bias + rowDot(indices, values, from, to, w));
    const t = odds[i]!;
    const s = sigmoid(t);
    const violation = t + margin;
    const curvature = cost * s * (1 - s);
    const worth = (violation * violation * curvature) / (1 + norms[i]! * curvature);
    gain += worth;
    loss += cost * softplus(-margin);
    gap += cost * (softplus(-margin) - softplus(t) + s * violation);
    if (worth < worthwhile) {
      if (calm[i]! < 3) calm[i]!++;
      rest[i] = calm[i]!;
      continue;
    }
    calm[i] = 0;
    const next = solveOdds(norms[i]! * cost, margin - norms[i]! * cost * s, t);
    odds[i] = next;
    const delta = cost * (sigmoid(next) - s) * signs[i]!;
    addRow(indices, values, from, to, delta, w);
    w[cols] = w[cols]! + delta * bias;
  }
  return { gain, gap, loss };
}

/** The root of t + qc·σ(t) + k. */
function solveOdds(qc: number, k: number, guess: number): number {
  // σ lies in (0, 1), so the root does in [−k − qc, −k].
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
