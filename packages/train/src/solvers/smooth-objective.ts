/**
 * A smooth convex function at its current point, in the form that line-search and trust-region methods need. It keeps
 * the decision values X·w of the point and X·p of the direction, so a probe costs one pass over the rows, and none over
 * the values of the matrix.
 */
export interface SmoothObjective {
  /** The number of variables: `outputs × columns` weights, followed by the intercepts, if there are any. */
  readonly size: number;
  /** Moves to a point. `intercepts` are given when `w` has the weights alone. */
  moveTo(w: Float64Array, intercepts?: ArrayLike<number>): void;
  /** The current point. Callers must not write to it. */
  readonly point: Float64Array;
  /** The value at the point. */
  value(): number;
  /** Writes the gradient at the point. */
  gradient(out: Float64Array): void;
  /** Sets the direction of `probe` and `advance`. */
  setDirection(p: Float64Array): void;
  /** Value, slope and curvature at `step` along the direction. */
  probe(step: number): Probe;
  /** Moves the point by `step` along the direction. */
  advance(step: number): void;
  /** Writes the product of the Hessian at the point and a vector. */
  hessianProduct(v: Float64Array, out: Float64Array): void;
  /** Writes the diagonal of the Hessian at the point. */
  hessianDiagonal(out: Float64Array): void;
}

/** The value of the objective along the direction, and its first two derivatives by the step. */
export interface Probe {
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
}

/** The stopping rule of a smooth solver. */
export interface SmoothLimits {
  /** The solver stops when no component of the gradient is larger than this. */
  readonly gradientTol: number;
  readonly maxIter: number;
}

/** The end of a smooth solver. */
export interface SmoothEnd {
  readonly iterations: number;
  readonly converged: boolean;
  readonly gradientNorm: number;
}

/**
 * Writes the diagonal of the Hessian, with 1 in place of 0. It is 0 for an unpenalised intercept when all probabilities
 * are 0 or 1.
 */
export function positiveDiagonal(objective: SmoothObjective, diagonal: Float64Array): void {
  objective.hessianDiagonal(diagonal);
  for (let j = 0; j < diagonal.length; j++) if (!(diagonal[j]! > 0)) diagonal[j] = 1;
}
