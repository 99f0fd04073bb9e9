import type { SolverRun } from "./binary-problem.js";
import { lineSearch } from "./line-search.js";
import { createPace } from "./pace.js";
import {
  positiveDiagonal,
  type SmoothEnd,
  type SmoothLimits,
  type SmoothObjective,
} from "./smooth-objective.js";
import { dot, largestSize, scaledSquare } from "./vectors.js";

/** Pairs of steps and gradient changes kept. */
const MEMORY = 10;

/**
 * Minimises a smooth convex function by limited-memory BFGS from the objective's current point.
 *
 * The first Hessian of each iteration is the diagonal of the true one at the start, scaled as usual: rare
 * features, held by the penalty alone, and frequent ones then take steps of their own size.
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
  let norm = largestSize(gradient);
  // A good start may be the end.
  const diagonal = new Float64Array(size);
  if (norm > gradientTol) positiveDiagonal(objective, diagonal);
  let iterations = 0;
  const pace = createPace(run, maxIter);
  while (norm > gradientTol && iterations < maxIter) {
    const direction = twoLoops(gradient, pairs, diagonal);
    objective.direct(direction);
    const step = lineSearch(objective);
    // No way down that rounding lets us see: forget the curvature once, then give up.
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
    norm = largestSize(gradient);
    await pace(iterations);
  }
  return { iterations, converged: norm <= gradientTol, gradientNorm: norm };
}

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly sy: number;
  readonly scale: number;
}

/** −H·gradient by the two-loop recursion. */
function twoLoops(gradient: Float64Array, pairs: readonly Pair[], diagonal: Float64Array): Float64Array {
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
