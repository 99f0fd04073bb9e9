import type { CsrMatrix } from "@imdb/core";
import type { RowLoss } from "./row-loss.js";
import { addRow, rowDot } from "./row-products.js";
import { type SignedCsr, signedView } from "./signed-view.js";
import type { Probe, SmoothObjective } from "./smooth-objective.js";

/** A penalised loss at its current point. */
interface State {
  readonly X: SignedCsr;
  readonly loss: RowLoss;
  /** The penalty of the intercepts; 0: not penalised; `null`: there are no intercepts. */
  readonly penalty: number | null;
  /** Number of weights; the intercepts follow them in every vector. */
  readonly weights: number;
  readonly point: Float64Array;
  /** The decision values at the point, `rows × outputs`. */
  readonly z: Float64Array;
  direction: Float64Array;
  /** The change of the decision values along the direction. */
  readonly zDirection: Float64Array;
  /** Inner products by the penalty: of the point with itself, of point and direction, of the direction with itself. */
  pointPoint: number;
  pointDirection: number;
  directionDirection: number;
  /** Workspaces of the size of z. */
  readonly rowsA: Float64Array;
  readonly rowsB: Float64Array;
}

/**
 * ½‖w‖² + ½·penalty·‖b‖² + Σ row losses, as a {@link SmoothObjective}.
 *
 * @param penalty  The penalty of the intercepts b. 0: they are not penalised. `null`: there are no intercepts.
 */
export function penalisedLoss(matrix: CsrMatrix, loss: RowLoss, penalty: number | null): SmoothObjective {
  const state = createState(signedView(matrix), loss, penalty);
  return {
    size: state.point.length,
    point: state.point,
    moveTo: (w, intercepts = []) => moveTo(state, w, intercepts),
    value: () => state.pointPoint / 2 + loss.value(state.z),
    gradient(out) {
      loss.slopes(state.z, state.rowsA);
      addGradient(state, state.point, state.rowsA, out);
    },
    setDirection: (p) => setDirection(state, p),
    probe: (step) => probe(state, step),
    advance: (step) => advance(state, step),
    hessianProduct(v, out) {
      decisionsOf(state, v, state.rowsA);
      loss.curve(state.z, state.rowsA, state.rowsB);
      addGradient(state, v, state.rowsB, out);
    },
    hessianDiagonal(out) {
      loss.curvatures(state.z, state.rowsA);
      addDiagonal(state, state.rowsA, out);
    },
  };
}

function createState(X: SignedCsr, loss: RowLoss, penalty: number | null): State {
  const weights = loss.outputs * X.cols;
  const size = weights + (penalty === null ? 0 : loss.outputs);
  const decisions = X.rows * loss.outputs;
  return {
    X,
    loss,
    penalty,
    weights,
    point: new Float64Array(size),
    z: new Float64Array(decisions),
    direction: new Float64Array(size),
    zDirection: new Float64Array(decisions),
    pointPoint: 0,
    pointDirection: 0,
    directionDirection: 0,
    rowsA: new Float64Array(decisions),
    rowsB: new Float64Array(decisions),
  };
}

function moveTo(state: State, w: Float64Array, intercepts: ArrayLike<number>): void {
  const { point } = state;
  point.set(w);
  point.set(intercepts, state.weights);
  decisionsOf(state, point, state.z);
  state.pointPoint = inner(state, point, point);
}

function setDirection(state: State, direction: Float64Array): void {
  state.direction = direction;
  decisionsOf(state, direction, state.zDirection);
  state.pointDirection = inner(state, state.point, direction);
  state.directionDirection = inner(state, direction, direction);
}

function probe(state: State, step: number): Probe {
  const { loss, z, zDirection, rowsA, rowsB, pointPoint, pointDirection, directionDirection } = state;
  for (let i = 0; i < z.length; i++) rowsA[i] = z[i]! + step * zDirection[i]!;
  const value =
    pointPoint / 2 + step * pointDirection + (step * step * directionDirection) / 2 + loss.value(rowsA);
  loss.slopes(rowsA, rowsB);
  let slope = pointDirection + step * directionDirection;
  for (let i = 0; i < z.length; i++) slope += rowsB[i]! * zDirection[i]!;
  loss.curve(rowsA, zDirection, rowsB);
  let curvature = directionDirection;
  for (let i = 0; i < z.length; i++) curvature += rowsB[i]! * zDirection[i]!;
  return { value, slope, curvature };
}

function advance(state: State, step: number): void {
  const { point, direction, z, zDirection } = state;
  for (let j = 0; j < point.length; j++) point[j] = point[j]! + step * direction[j]!;
  for (let i = 0; i < z.length; i++) z[i] = z[i]! + step * zDirection[i]!;
  state.pointPoint = inner(state, point, point);
}

/** out = X·v plus the intercepts of v. */
function decisionsOf({ X, loss, penalty, weights }: State, v: Float64Array, out: Float64Array): void {
  const { rows, cols, indptr, indices, values } = X;
  const { outputs } = loss;
  for (let o = 0; o < outputs; o++) {
    const w = v.subarray(o * cols, (o + 1) * cols);
    const intercept = penalty === null ? 0 : v[weights + o]!;
    for (let i = 0; i < rows; i++) {
      out[i * outputs + o] = intercept + rowDot(indices, values, indptr[i]!, indptr[i + 1]!, w);
    }
  }
}

/** out = the gradient of the penalty at v, plus Xᵀ·r for the derivatives r by the decision values. */
function addGradient(
  { X, loss, penalty, weights }: State,
  v: Float64Array,
  r: Float64Array,
  out: Float64Array,
): void {
  const { rows, cols, indptr, indices, values } = X;
  const { outputs } = loss;
  for (let j = 0; j < weights; j++) out[j] = v[j]!;
  for (let o = 0; o < outputs; o++) {
    const w = out.subarray(o * cols, (o + 1) * cols);
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      const factor = r[i * outputs + o]!;
      if (factor === 0) continue;
      sum += factor;
      addRow(indices, values, indptr[i]!, indptr[i + 1]!, factor, w);
    }
    if (penalty !== null) out[weights + o] = penalty * v[weights + o]! + sum;
  }
}

/** out = the diagonal of the penalty, plus (X∘X)ᵀ·r for the second derivatives r by the decision values. */
function addDiagonal({ X, loss, penalty, weights }: State, r: Float64Array, out: Float64Array): void {
  const { rows, cols, indptr, indices, values } = X;
  const { outputs } = loss;
  out.fill(1, 0, weights);
  for (let o = 0; o < outputs; o++) {
    const w = out.subarray(o * cols, (o + 1) * cols);
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      const factor = r[i * outputs + o]!;
      sum += factor;
      for (let k = indptr[i]!, to = indptr[i + 1]!; k < to; k++) {
        const j = indices[k]!;
        w[j] = w[j]! + factor * values[k]! * values[k]!;
      }
    }
    if (penalty !== null) out[weights + o] = penalty + sum;
  }
}

/** The inner product of the penalty: a·b over the weights, plus penalty·(a·b) over the intercepts. */
function inner({ weights, penalty }: State, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < weights; j++) sum += a[j]! * b[j]!;
  for (let j = weights; j < a.length; j++) sum += penalty! * a[j]! * b[j]!;
  return sum;
}
