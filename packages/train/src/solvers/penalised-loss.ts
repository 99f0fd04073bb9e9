import type { CsrMatrix } from "@imdb/core";
import type { RowLoss } from "./row-loss.js";
import { addRow, rowDot } from "./row-products.js";
import { signedView } from "./signed-view.js";
import type { SmoothObjective } from "./smooth-objective.js";

/**
 * ½‖w‖² + ½·penalty·‖b‖² + Σ row losses, as a {@link SmoothObjective}.
 *
 * @param penalty  Of the intercepts; 0: unpenalised; `null`: there are none.
 */
export function penalisedLoss(matrix: CsrMatrix, loss: RowLoss, penalty: number | null): SmoothObjective {
  const { rows, cols, indptr, indices, values } = signedView(matrix);
  const { outputs } = loss;
  const weights = outputs * cols;
  const size = weights + (penalty === null ? 0 : outputs);
  const point = new Float64Array(size);
  const z = new Float64Array(rows * outputs);
  const zp = new Float64Array(z.length);
  const rowsA = new Float64Array(z.length);
  const rowsB = new Float64Array(z.length);
  let direction = new Float64Array(size);
  let ww = 0;
  let wp = 0;
  let pp = 0;

  /** out = X·v, with the intercepts */
  function product(v: Float64Array, out: Float64Array): void {
    for (let o = 0; o < outputs; o++) {
      const own = v.subarray(o * cols, (o + 1) * cols);
      const offset = penalty === null ? 0 : v[weights + o]!;
      for (let i = 0; i < rows; i++) {
        out[i * outputs + o] = offset + rowDot(indices, values, indptr[i]!, indptr[i + 1]!, own);
      }
    }
  }

  /** out = penalty part of v + Xᵀ·r */
  function pullBack(v: Float64Array, r: Float64Array, out: Float64Array): void {
    for (let j = 0; j < weights; j++) out[j] = v[j]!;
    for (let o = 0; o < outputs; o++) {
      const own = out.subarray(o * cols, (o + 1) * cols);
      let sum = 0;
      for (let i = 0; i < rows; i++) {
        const factor = r[i * outputs + o]!;
        if (factor === 0) continue;
        sum += factor;
        addRow(indices, values, indptr[i]!, indptr[i + 1]!, factor, own);
      }
      if (penalty !== null) out[weights + o] = penalty * v[weights + o]! + sum;
    }
  }

  /** out = penalty + (X∘X)ᵀ·r */
  function pullBackSquared(r: Float64Array, out: Float64Array): void {
    out.fill(1, 0, weights);
    for (let o = 0; o < outputs; o++) {
      const own = out.subarray(o * cols, (o + 1) * cols);
      let sum = 0;
      for (let i = 0; i < rows; i++) {
        const factor = r[i * outputs + o]!;
        sum += factor;
        for (let k = indptr[i]!, to = indptr[i + 1]!; k < to; k++) {
          const j = indices[k]!;
          own[j] = own[j]! + factor * values[k]! * values[k]!;
        }
      }
      if (penalty !== null) out[weights + o] = penalty + sum;
    }
  }

  /** a·b under the penalty. */
  function inner(a: Float64Array, b: Float64Array): number {
    let sum = 0;
    for (let j = 0; j < weights; j++) sum += a[j]! * b[j]!;
    for (let j = weights; j < size; j++) sum += penalty! * a[j]! * b[j]!;
    return sum;
  }

  return {
    size,
    point,
    moveTo(w, intercepts = []) {
      point.set(w);
      point.set(intercepts, weights);
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
      pullBackSquared(rowsA, out);
    },
  };
}
