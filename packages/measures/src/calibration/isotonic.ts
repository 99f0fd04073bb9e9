import { anyNumber, checkOption } from "@imdb/core/options";
import { checkLists, withField } from "../arguments.js";
import { UndefinedMetric } from "../errors.js";
import { checkLength } from "../metrics/checks.js";
import { countBelow } from "../metrics/count-below.js";

/** A curve that never falls: linear between its points, constant outside them. */
export interface IsotonicCurve {
  /** Scores, strictly ascending. */
  readonly x: Float64Array;
  /** The value at each score. */
  readonly y: Float64Array;
}

const curveRule = withField<IsotonicCurve>("a curve of fitIsotonic", "x");

/**
 * Isotonic regression: the function that never falls and has the least weighted squared distance to the targets,
 * by the pool-adjacent-violators algorithm.
 *
 * @param scores   One per row.
 * @param targets  One per row.
 * @param weights  One per row, from 0. Default 1. A row of weight 0 counts as removed.
 * @throws `SHAPE_MISMATCH`, `UNDEFINED_METRIC` when there are no rows or no weight is above 0, `INVALID_OPTION`
 * @see Barlow, Bartholomew, Bremner & Brunk (1972), Statistical inference under order restrictions;
 *      scikit-learn's `IsotonicRegression`.
 */
export function fitIsotonic(
  scores: ArrayLike<number>,
  targets: ArrayLike<number>,
  weights?: ArrayLike<number>,
): IsotonicCurve {
  checkLists({ scores, targets, ...(weights !== undefined && { weights }) });
  checkLength(scores, targets.length, "fitIsotonic");
  checkLength(scores, (weights ?? scores).length, "fitIsotonic");
  const { x, mean, weight } = distinctScores(scores, targets, weights);
  if (x.length === 0) {
    throw UndefinedMetric.create({ metric: "fitIsotonic", reason: "all weights are 0" });
  }
  const pools: { value: number; weight: number; last: number }[] = [];
  for (let k = 0; k < x.length; k++) {
    let pool = { value: mean[k]!, weight: weight[k]!, last: k };
    for (let top = pools.at(-1); top && top.value >= pool.value; top = pools.at(-1)) {
      const total = top.weight + pool.weight;
      pool = { value: (top.value * top.weight + pool.value * pool.weight) / total, weight: total, last: k };
      pools.pop();
    }
    pools.push(pool);
  }
  const xs: number[] = [];
  const ys: number[] = [];
  let first = 0;
  for (const { value, last } of pools) {
    // A flat part is stored by its two ends.
    xs.push(x[first]!);
    ys.push(value);
    if (last > first) {
      xs.push(x[last]!);
      ys.push(value);
    }
    first = last + 1;
  }
  return { x: Float64Array.from(xs), y: Float64Array.from(ys) };
}

/**
 * The value of an isotonic curve at a score.
 *
 * @throws `INVALID_OPTION`
 */
export function isotonicAt(curve: IsotonicCurve, score: number): number {
  // Called once per prediction: only a wrong call pays for the check.
  if (curve?.x === undefined) checkOption("curve", curve, curveRule);
  const { x, y } = curve;
  if (typeof score !== "number") checkOption("score", score, anyNumber);
  const position = countBelow(x, score);
  if (position === 0) return y[0]!;
  if (position === x.length) return y[position - 1]!;
  const share = (score - x[position - 1]!) / (x[position]! - x[position - 1]!);
  return y[position - 1]! + share * (y[position]! - y[position - 1]!);
}

/** The distinct scores, ascending, with the mean target and the total weight of the rows at each. */
function distinctScores(
  scores: ArrayLike<number>,
  targets: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
) {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  const x: number[] = [];
  const mean: number[] = [];
  const weight: number[] = [];
  for (const i of order) {
    const rowWeight = weights ? weights[i]! : 1;
    if (rowWeight === 0) continue;
    if (x.length > 0 && x.at(-1) === scores[i]) {
      const last = x.length - 1;
      mean[last] = (mean[last]! * weight[last]! + targets[i]! * rowWeight) / (weight[last]! + rowWeight);
      weight[last]! += rowWeight;
    } else {
      x.push(scores[i]!);
      mean.push(targets[i]!);
      weight.push(rowWeight);
    }
  }
  return { x, mean, weight };
}
