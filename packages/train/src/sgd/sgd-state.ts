import type { CsrMatrix } from "@imdb/core";
import { sigmoid, softplus } from "../solvers/logistic-math.js";

/** One output's weights while they learn. */
export interface SgdState {
  /** Rows taken so far. */
  readonly steps: number;
  /** One step on one row: `sign` +1 or −1. */
  step(X: CsrMatrix, row: number, sign: number, weight: number): void;
  /** The averaged weights. */
  average(): { coef: Float64Array; intercept: number };
  /** The mean loss of rows before their step, over the steps averaged. */
  meanLoss(): number;
}

/**
 * Averaged stochastic gradient descent whose steps touch a row's own features alone.
 *
 * The weights are scale·v: shrinking them all is one multiplication. The average since step s₀ is kept as
 * u + total·v, where u takes back, for each change of v, the total that came before it. It starts anew when the
 * steps have doubled, so it always covers the last half of them or more.
 *
 * @see Xu (2011), section 5; Bottou (2012), section 5.1.
 */
export function createSgd(cols: number, alpha: number, eta0: number): SgdState {
  const v = new Float64Array(cols);
  const u = new Float64Array(cols);
  let scale = 1;
  let intercept = 0;
  let interceptSum = 0;
  /** Σ of the scales since the average began. */
  let total = 0;
  let averaged = 0;
  let lossSum = 0;
  let restartAt = 1024;
  let steps = 0;

  function restart(): void {
    u.fill(0);
    total = 0;
    averaged = 0;
    interceptSum = 0;
    lossSum = 0;
    restartAt *= 2;
  }

  function fold(): void {
    // Long runs shrink the scale without end: put it into the weights before digits are lost.
    for (let j = 0; j < cols; j++) {
      u[j] = u[j]! + total * v[j]!;
      v[j] = v[j]! * scale;
    }
    total = 0;
    scale = 1;
  }

  return {
    get steps() {
      return steps;
    },
    step({ indptr, indices, values }, row, sign, weight) {
      if (steps === restartAt) restart();
      const from = indptr[row]!;
      const to = indptr[row + 1]!;
      let dot = 0;
      let norm = 1;
      for (let k = from; k < to; k++) {
        dot += v[indices[k]!]! * values[k]!;
        norm += values[k]! * values[k]!;
      }
      const margin = sign * (scale * dot + intercept);
      lossSum += softplus(-margin);
      // A step longer than 4/‖x‖² would overshoot the row's own minimum.
      // x^¾ by square roots, which every engine rounds alike.
      const age = 1 + eta0 * alpha * steps;
      const eta = Math.min(eta0 / Math.sqrt(age * Math.sqrt(age)), 8 / norm);
      scale *= Math.max(1 - eta * alpha, 1e-3);
      const change = eta * weight * sign * sigmoid(-margin);
      if (change !== 0) {
        const share = change / scale;
        const back = share * total;
        for (let k = from; k < to; k++) {
          const j = indices[k]!;
          v[j] = v[j]! + share * values[k]!;
          u[j] = u[j]! - back * values[k]!;
        }
        intercept += change;
      }
      total += scale;
      averaged++;
      interceptSum += intercept;
      steps++;
      if (scale < 1e-9) fold();
    },
    average() {
      if (averaged === 0) return { coef: v.map((value) => value * scale), intercept };
      return {
        coef: v.map((value, j) => (u[j]! + total * value) / averaged),
        intercept: interceptSum / averaged,
      };
    },
    meanLoss: () => (averaged === 0 ? 0 : lossSum / averaged),
  };
}
