import type { CsrMatrix } from "@imdb/core";
import { addSquaredTransposed, addTransposed, timesWeights } from "./matrix-products.js";
import type { RowLoss } from "./row-loss.js";
import { signedView } from "./signed-view.js";
import type { SmoothObjective } from "./smooth-objective.js";

/** How the intercepts enter the objective. */
export type InterceptTerm =
  | { readonly fitted: false }
  /** ½·penalty·b² is added for each; 0: unpenalised. */
  | { readonly fitted: true; readonly penalty: number };

/** ½‖w‖² + ½·penalty·‖b‖² + Σ row losses, as a {@link SmoothObjective}. */
export function penalisedLoss(matrix: CsrMatrix, loss: RowLoss, intercept: InterceptTerm): SmoothObjective {
  const X = signedView(matrix);
  const { outputs } = loss;
  const weights = outputs * X.cols;
  const size = weights + (intercept.fitted ? outputs : 0);
  const interceptPenalty = intercept.fitted ? intercept.penalty : 0;
  const point = new Float64Array(size);
  const z = new Float64Array(X.rows * outputs);
  const zp = new Float64Array(z.length);
  const rowsA = new Float64Array(z.length);
  const rowsB = new Float64Array(z.length);
  let direction = new Float64Array(size);
  let ww = 0;
  let wp = 0;
  let pp = 0;

  function product(v: Float64Array, out: Float64Array): void {
    for (let o = 0; o < outputs; o++) {
      timesWeights(X, v, o * X.cols, intercept.fitted ? v[weights + o]! : 0, out, outputs, o);
    }
  }

  /** out = penalty part of v + Xᵀ·r */
  function pullBack(v: Float64Array, r: Float64Array, out: Float64Array): void {
    for (let j = 0; j < weights; j++) out[j] = v[j]!;
    for (let o = 0; o < outputs; o++) {
      const sum = addTransposed(X, r, out, o * X.cols, outputs, o);
      if (intercept.fitted) out[weights + o] = interceptPenalty * v[weights + o]! + sum;
    }
  }

  /** a·b under the penalty. */
  function inner(a: Float64Array, b: Float64Array): number {
    let sum = 0;
    for (let j = 0; j < weights; j++) sum += a[j]! * b[j]!;
    for (let j = weights; j < size; j++) sum += interceptPenalty * a[j]! * b[j]!;
    return sum;
  }

  return {
    size,
    point,
    moveTo(w) {
      point.set(w);
      product(point, z);
      ww = inner(point, point);
    },
    value: () => ww / 2 + loss.value(z),
    gradient(out) {
      loss.slopes(z, rowsA);
      pullBack(point, rowsA, out);
    },
    direct(p) {
      direction = p as Float64Array<ArrayBuffer>;
      product(p, zp);
      wp = inner(point, p);
      pp = inner(p, p);
    },
    probe(step) {
      for (let i = 0; i < z.length; i++) rowsA[i] = z[i]! + step * zp[i]!;
      const value = ww / 2 + step * wp + (step * step * pp) / 2 + loss.value(rowsA);
      loss.slopes(rowsA, rowsB);
      let slope = wp + step * pp;
      for (let i = 0; i < z.length; i++) slope += rowsB[i]! * zp[i]!;
      loss.curve(rowsA, zp, rowsB);
      let curvature = pp;
      for (let i = 0; i < z.length; i++) curvature += rowsB[i]! * zp[i]!;
      return { value, slope, curvature };
    },
    advance(step) {
      for (let j = 0; j < size; j++) point[j] = point[j]! + step * direction[j]!;
      for (let i = 0; i < z.length; i++) z[i] = z[i]! + step * zp[i]!;
      ww = inner(point, point);
    },
    hessianProduct(v, out) {
      product(v, rowsA);
      loss.curve(z, rowsA, rowsB);
      pullBack(v, rowsB, out);
    },
    hessianDiagonal(out) {
      loss.curvatures(z, rowsA);
      out.fill(1, 0, weights);
      for (let o = 0; o < outputs; o++) {
        const sum = addSquaredTransposed(X, rowsA, out, o * X.cols, outputs, o);
        if (intercept.fitted) out[weights + o] = interceptPenalty + sum;
      }
    },
  };
}
