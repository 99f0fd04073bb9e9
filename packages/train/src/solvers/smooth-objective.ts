/**
 * A smooth convex function of weights at a current point, in the form that line-search and trust-region
 * methods need. The margins X·w and X·p are kept, so that a probe along a direction costs one pass over the
 * rows and none over the matrix.
 */
export interface SmoothObjective {
  /** Number of variables: `outputs × columns` weights, then the intercepts, if there are any. */
  readonly size: number;
  /** Moves to a point: the weights, and the intercepts where they do not stand behind them. */
  moveTo(w: Float64Array, intercepts?: ArrayLike<number>): void;
  /** The point's own array; read only. */
  readonly point: Float64Array;
  value(): number;
  gradient(out: Float64Array): void;
  /** Chooses the direction that `probe` and `advance` go. */
  direct(p: Float64Array): void;
  /** Value, slope and curvature at `step` along the direction. */
  probe(step: number): Probe;
  /** Moves by `step` along the direction. */
  advance(step: number): void;
  /** The Hessian at the point times a vector. */
  hessianProduct(v: Float64Array, out: Float64Array): void;
  /** The diagonal of the Hessian at the point. */
  hessianDiagonal(out: Float64Array): void;
}

/** A function of the step: its value and its first two derivatives. */
export interface Probe {
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
}

/** When a smooth solver stops. */
export interface SmoothLimits {
  /** Stop when no component of the gradient is larger than this. */
  readonly gradientTol: number;
  readonly maxIter: number;
}

/** How a smooth solver ended. */
export interface SmoothEnd {
  readonly iterations: number;
  readonly converged: boolean;
  readonly gradientNorm: number;
}

/** The diagonal of the Hessian, 1 where there is no curvature: an unpenalised intercept whose rows are all certain. */
export function positiveDiagonal(objective: SmoothObjective, diagonal: Float64Array): void {
  objective.hessianDiagonal(diagonal);
  for (let j = 0; j < diagonal.length; j++) if (!(diagonal[j]! > 0)) diagonal[j] = 1;
}
