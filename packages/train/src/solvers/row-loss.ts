import { portableExp, portableLog } from "@imdb/core";
import { sigmoid, softplus } from "./logistic-math.js";

/** The loss of the rows as a function of their decision values z, `rows × outputs`. */
export interface RowLoss {
  readonly outputs: number;
  /** The sum of the losses of the rows. */
  value(z: Float64Array): number;
  /** The first derivatives by the decision values, `rows × outputs`. */
  slopes(z: Float64Array, out: Float64Array): void;
  /**
   * The matrix of second derivatives of each row at z, times the changes u of its decision values; `rows × outputs`.
   */
  curve(z: Float64Array, u: Float64Array, out: Float64Array): void;
  /** The diagonals of these matrices at z, `rows × outputs`. */
  curvatures(z: Float64Array, out: Float64Array): void;
}

/** The logistic loss costᵢ·log(1 + exp(−signᵢ·z)). */
export function binaryLogLoss(signs: Float64Array, costs: Float64Array): RowLoss {
  return {
    outputs: 1,
    value(z) {
      let sum = 0;
      for (let i = 0; i < z.length; i++) sum += costs[i]! * softplus(-signs[i]! * z[i]!);
      return sum;
    },
    slopes(z, out) {
      for (let i = 0; i < z.length; i++) out[i] = -costs[i]! * signs[i]! * sigmoid(-signs[i]! * z[i]!);
    },
    curve(z, u, out) {
      for (let i = 0; i < z.length; i++) {
        const p = sigmoid(z[i]!);
        out[i] = costs[i]! * p * (1 - p) * u[i]!;
      }
    },
    curvatures(z, out) {
      for (let i = 0; i < z.length; i++) {
        const p = sigmoid(z[i]!);
        out[i] = costs[i]! * p * (1 - p);
      }
    },
  };
}

/** The multinomial logistic loss costᵢ·(log Σₖ exp zₖ − z of the class of the row). */
export function softmaxLoss(codes: Int32Array, costs: Float64Array, outputs: number): RowLoss {
  const p = new Float64Array(outputs);
  /** Writes the softmax of one row into p. Returns log Σₖ exp zₖ. */
  const softmaxOf = (z: Float64Array, at: number): number => {
    let top = -Infinity;
    for (let k = 0; k < outputs; k++) if (z[at + k]! > top) top = z[at + k]!;
    let sum = 0;
    for (let k = 0; k < outputs; k++) {
      p[k] = portableExp(z[at + k]! - top);
      sum += p[k]!;
    }
    for (let k = 0; k < outputs; k++) p[k] = p[k]! / sum;
    return top + portableLog(sum);
  };
  return {
    outputs,
    value(z) {
      let sum = 0;
      for (let i = 0; i < costs.length; i++) {
        sum += costs[i]! * (softmaxOf(z, i * outputs) - z[i * outputs + codes[i]!]!);
      }
      return sum;
    },
    slopes(z, out) {
      for (let i = 0; i < costs.length; i++) {
        softmaxOf(z, i * outputs);
        for (let k = 0; k < outputs; k++) {
          out[i * outputs + k] = costs[i]! * (p[k]! - (codes[i] === k ? 1 : 0));
        }
      }
    },
    curve(z, u, out) {
      for (let i = 0; i < costs.length; i++) {
        softmaxOf(z, i * outputs);
        let mean = 0;
        for (let k = 0; k < outputs; k++) mean += p[k]! * u[i * outputs + k]!;
        for (let k = 0; k < outputs; k++) {
          out[i * outputs + k] = costs[i]! * p[k]! * (u[i * outputs + k]! - mean);
        }
      }
    },
    curvatures(z, out) {
      for (let i = 0; i < costs.length; i++) {
        softmaxOf(z, i * outputs);
        for (let k = 0; k < outputs; k++) out[i * outputs + k] = costs[i]! * p[k]! * (1 - p[k]!);
      }
    },
  };
}
