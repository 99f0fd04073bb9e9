import type { SolverRun } from "./binary-problem.js";
import { iterationReporter } from "./iteration-reporter.js";
import {
  positiveDiagonal,
  type SmoothEnd,
  type SmoothLimits,
  type SmoothObjective,
} from "./smooth-objective.js";
import { dot, maxAbs, scaledSquare } from "./vectors.js";

/**
 * Minimises a smooth convex function by Newton's method with a trust region, from the objective's current point. Each
 * step is computed by conjugate gradients, preconditioned by the diagonal of the Hessian, and cut off at the boundary
 * of the trust region.
 *
 * @see Lin, Weng & Keerthi (2008), Trust region Newton method for large-scale logistic regression; Steihaug
 *      (1983); Hsia, Chiang & Lin (2018), Preconditioned conjugate gradient methods in truncated Newton
 *      frameworks for large-scale linear classification.
 */
export async function trustRegionNewton(
  objective: SmoothObjective,
  { gradientTol, maxIter }: SmoothLimits,
  run: SolverRun,
): Promise<SmoothEnd> {
  const { size } = objective;
  const gradient = new Float64Array(size);
  const diagonal = new Float64Array(size);
  objective.gradient(gradient);
  positiveDiagonal(objective, diagonal);
  let norm = maxAbs(gradient);
  let radius = Math.sqrt(scaledSquare(gradient, diagonal));
  let iterations = 0;
  const reportIteration = iterationReporter(run, maxIter);
  while (norm > gradientTol && iterations < maxIter) {
    const before = objective.value();
    const { step, hessianStep, length } = await conjugateGradients(
      objective,
      gradient,
      diagonal,
      radius,
      reportIteration,
      iterations,
    );
    const predicted = -(dot(gradient, step) + 0.5 * dot(step, hessianStep));
    objective.setDirection(step);
    const after = objective.probe(1).value;
    const ratio = (before - after) / predicted;
    if (!Number.isFinite(after) || ratio < 0.25) radius = 0.25 * length;
    else if (ratio > 0.75) radius = Math.max(radius, 3 * length);
    iterations++;
    await reportIteration(iterations);
    // When the predicted decrease is below the rounding error, the point cannot be improved.
    const rounding = 1e-14 * Math.abs(before);
    if (before - after > 1e-4 * predicted || (predicted <= rounding && after <= before + rounding)) {
      objective.advance(1);
      objective.gradient(gradient);
      positiveDiagonal(objective, diagonal);
      norm = maxAbs(gradient);
    }
    if (predicted <= rounding || radius < 1e-300) break;
  }
  return { iterations, converged: norm <= gradientTol, gradientNorm: norm };
}

/** The step of one iteration, the product of the Hessian and the step, and the length of the step. */
async function conjugateGradients(
  objective: SmoothObjective,
  gradient: Float64Array,
  diagonal: Float64Array,
  radius: number,
  reportIteration: (done: number) => Promise<void>,
  iterations: number,
) {
  const { size } = objective;
  const step = new Float64Array(size);
  const hessianStep = new Float64Array(size);
  const residual = gradient.map((g) => -g);
  const direction = residual.map((r, j) => r / diagonal[j]!);
  const product = new Float64Array(size);
  let energy = scaledSquare(residual, diagonal);
  const targetEnergy = energy * 0.01;
  for (let round = 0; round < 250 && energy > targetEnergy; round++) {
    objective.hessianProduct(direction, product);
    let alpha = energy / dot(direction, product);
    const boundaryStep = stepToBoundary(step, direction, diagonal, radius);
    const isOutside = !(alpha < boundaryStep);
    if (isOutside) alpha = boundaryStep;
    for (let j = 0; j < size; j++) {
      step[j] = step[j]! + alpha * direction[j]!;
      hessianStep[j] = hessianStep[j]! + alpha * product[j]!;
      residual[j] = residual[j]! - alpha * product[j]!;
    }
    if (isOutside) break;
    const next = scaledSquare(residual, diagonal);
    const beta = next / energy;
    energy = next;
    for (let j = 0; j < size; j++) direction[j] = residual[j]! / diagonal[j]! + beta * direction[j]!;
    await reportIteration(iterations);
  }
  let length = 0;
  for (let j = 0; j < size; j++) length += step[j]! * step[j]! * diagonal[j]!;
  return { step, hessianStep, length: Math.sqrt(length) };
}

/** The step along a direction to the boundary of the trust region, in the norm of the diagonal. */
function stepToBoundary(
  step: Float64Array,
  direction: Float64Array,
  diagonal: Float64Array,
  radius: number,
): number {
  let ss = 0;
  let sd = 0;
  let dd = 0;
  for (let j = 0; j < step.length; j++) {
    const d = diagonal[j]!;
    ss += step[j]! * step[j]! * d;
    sd += step[j]! * direction[j]! * d;
    dd += direction[j]! * direction[j]! * d;
  }
  return (-sd + Math.sqrt(Math.max(0, sd * sd + dd * (radius * radius - ss)))) / dd;
}
