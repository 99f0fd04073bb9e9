import { portableLog } from "@imdb/core";
import { sigmoid, softplus } from "../solvers/logistic-math.js";

/** The sigmoid p = σ(slope·score + offset). */
export interface PlattCurve {
  readonly slope: number;
  readonly offset: number;
}

/**
 * Platt scaling: fits a sigmoid to scores by maximum likelihood, by Newton's method with step halving. Against
 * overfitting, the targets are (n₊ + 1)/(n₊ + 2) and 1/(n₋ + 2) instead of 1 and 0.
 *
 * @param isPositive  0 or 1 for each row.
 * @param weights     The sample weight of each row. n₊ and n₋ are then sums of weights. Default: 1 for each row.
 * @see Platt (1999), Probabilistic outputs for support vector machines; Lin, Lin & Weng (2007), A note on
 *      Platt's probabilistic outputs for support vector machines.
 */
export function fitPlatt(
  scores: Float64Array,
  isPositive: Uint8Array,
  weights: ArrayLike<number> = new Float64Array(scores.length).fill(1),
): PlattCurve {
  let positives = 0;
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    positives += isPositive[i]! * weights[i]!;
    total += weights[i]!;
  }
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (total - positives + 2);
  let slope = 0;
  let offset = portableLog((positives + 1) / (total - positives + 1));
  const loss = (a: number, b: number) => {
    let sum = 0;
    for (let i = 0; i < scores.length; i++) {
      const z = a * scores[i]! + b;
      sum += weights[i]! * (softplus(z) - (isPositive[i] ? high : low) * z);
    }
    return sum;
  };
  let value = loss(slope, offset);
  for (let round = 0; round < 100; round++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-12, 0, 1e-12];
    for (let i = 0; i < scores.length; i++) {
      const score = scores[i]!;
      const p = sigmoid(slope * score + offset);
      const error = weights[i]! * (p - (isPositive[i] ? high : low));
      const curvature = weights[i]! * p * (1 - p);
      ga += error * score;
      gb += error;
      haa += curvature * score * score;
      hab += curvature * score;
      hbb += curvature;
    }
    if (Math.abs(ga) < 1e-9 * total && Math.abs(gb) < 1e-9 * total) break;
    const determinant = haa * hbb - hab * hab;
    const da = -(hbb * ga - hab * gb) / determinant;
    const db = -(haa * gb - hab * ga) / determinant;
    let step = 1;
    let next = loss(slope + da, offset + db);
    while (!(next < value + 1e-4 * step * (ga * da + gb * db)) && step > 1e-10) {
      step /= 2;
      next = loss(slope + step * da, offset + step * db);
    }
    if (step <= 1e-10) break;
    slope += step * da;
    offset += step * db;
    value = next;
  }
  return { slope, offset };
}
