import type { SmoothObjective } from "./smooth-objective.js";

/**
 * Line search along the direction of a convex objective: Newton's method on the slope, safeguarded by a bracket. It ends
 * when the slope is at most a tenth of the slope at step 0.
 *
 * @returns The step, or 0 when the objective does not decrease along the direction.
 */
export function lineSearch(objective: SmoothObjective): number {
  const origin = objective.probe(0);
  if (!(origin.slope < 0)) return 0;
  let low = 0;
  let high = Infinity;
  let step = 1;
  let best = 0;
  for (let round = 0; round < 40; round++) {
    const { value, slope, curvature } = objective.probe(step);
    const finite = Number.isFinite(value) && Number.isFinite(slope);
    if (finite && value < origin.value) best = step;
    if (finite && Math.abs(slope) <= 0.1 * -origin.slope) return step;
    if (finite && slope < 0) low = step;
    else high = step;
    const newton = step - slope / curvature;
    if (newton > low && newton < high && newton < 10 * Math.max(step, low)) step = newton;
    else step = high === Infinity ? 4 * step : (low + high) / 2;
  }
  return best;
}
