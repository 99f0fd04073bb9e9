import type { SolverRun } from "./binary-problem.js";
import { iterationReporter } from "./iteration-reporter.js";
import { lineSearch } from "./line-search.js";
import {
  positiveDiagonal,
  type SmoothEnd,
  type SmoothLimits,
  type SmoothObjective,
} from "./smooth-objective.js";
import { dot, maxAbs, scaledSquare } from "./vectors.js";

/** The number of pairs of a step and a gradient change that are kept. */
const MEMORY = 10;

/**
 * Minimises a smooth convex function by limited-memory BFGS from the objective's current point.
 *
 * Each iteration approximates the Hessian by the stored pairs, beginning with the diagonal of the Hessian at the start,
 * which is scaled by the last pair. So rare and frequent features both get steps of the right size: the curvature of a
 * rare feature is almost that of the penalty alone.
 *
 * @see Nocedal (1980), Updating quasi-Newton matrices with limited storage; Liu & Nocedal (1989).
 */
export async function lbfgs(
  objective: SmoothObjective,
  { gradientTol, maxIter }: SmoothLimits,
  run: SolverRun,
): Promise<SmoothEnd> {
  const { size } = objective;
  const pairs: Pair[] = [];
  let gradient = new Float64Array(size);
  objective.gradient(gradient);
  let norm = maxAbs(gradient);
  const diagonal = new Float64Array(size);
  // The start may already be optimal: then the diagonal is not needed.
  if (norm > gradientTol) positiveDiagonal(objective, diagonal);
  let iterations = 0;
  const reportIteration = iterationReporter(run, maxIter);
  while (norm > gradientTol && iterations < maxIter) {
    const direction = twoLoopRecursion(gradient, pairs, diagonal);
    objective.setDirection(direction);
    const step = lineSearch(objective);
    // The objective does not decrease, up to rounding: try once more without the pairs, then stop.
    if (step === 0) {
      if (pairs.length === 0) break;
      pairs.length = 0;
      continue;
    }
    objective.advance(step);
    iterations++;
    const next = new Float64Array(size);
    objective.gradient(next);
    for (let j = 0; j < size; j++) {
      direction[j] = direction[j]! * step;
      gradient[j] = next[j]! - gradient[j]!;
    }
    const sy = dot(direction, gradient);
    if (sy > 0) {
      if (pairs.length === MEMORY) pairs.shift();
      pairs.push({ s: direction, y: gradient, sy, scale: sy / scaledSquare(gradient, diagonal) });
    }
    gradient = next;
    norm = maxAbs(gradient);
    await reportIteration(iterations);
  }
  return { iterations, converged: norm <= gradientTol, gradientNorm: norm };
}

/** A step s and its gradient change y. */
interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  /** The inner product s·y. */
  readonly sy: number;
  /** The scale of the initial Hessian approximation. */
  readonly scale: number;
}

/** The direction −H·gradient, where H approximates the inverse Hessian. */
function twoLoopRecursion(
  gradient: Float64Array,
  pairs: readonly Pair[],
  diagonal: Float64Array,
): Float64Array {
  const q = gradient.slice();
  const shares = new Float64Array(pairs.length);
  for (let m = pairs.length - 1; m >= 0; m--) {
    const { s, y, sy } = pairs[m]!;
    const share = dot(s, q) / sy;
    shares[m] = share;
    for (let j = 0; j < q.length; j++) q[j] = q[j]! - share * y[j]!;
  }
  const scale = pairs.at(-1)?.scale ?? 1;
  for (let j = 0; j < q.length; j++) q[j] = (q[j]! * scale) / diagonal[j]!;
  for (let m = 0; m < pairs.length; m++) {
    const { s, y, sy } = pairs[m]!;
    const rest = shares[m]! - dot(y, q) / sy;
    for (let j = 0; j < q.length; j++) q[j] = q[j]! + rest * s[j]!;
  }
  for (let j = 0; j < q.length; j++) q[j] = -q[j]!;
  return q;
}
