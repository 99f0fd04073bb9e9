/** A rising curve: linear between its points, constant outside. */
export interface IsotonicCurve {
  /** Ascending, no two equal. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * The rising step function nearest to the data in weighted squares, by pooling adjacent violators.
 *
 * @param weights  Of each row; default 1.
 * @see Barlow, Bartholomew, Bremner & Brunk (1972), Statistical inference under order restrictions;
 *      scikit-learn's `IsotonicRegression`.
 */
export function fitIsotonic(
  scores: ArrayLike<number>,
  targets: ArrayLike<number>,
  weights?: ArrayLike<number>,
): IsotonicCurve {
  const { x, mean, weight } = distinctScores(scores, targets, weights);
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
    // The ends of a flat stretch say all of it.
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

/** The curve's value at a score. */
export function isotonicAt({ x, y }: IsotonicCurve, score: number): number {
  const low = countBelow(x, score);
  if (low === 0) return y[0]!;
  if (low === x.length) return y[low - 1]!;
  const share = (score - x[low - 1]!) / (x[low]! - x[low - 1]!);
  return y[low - 1]! + share * (y[low]! - y[low - 1]!);
}

/** How many of ascending numbers are below a value. */
export function countBelow(ascending: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Distinct scores, ascending, with the mean target and the weight of the rows at each. */
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
    const own = weights ? weights[i]! : 1;
    if (x.length > 0 && x.at(-1) === scores[i]) {
      const last = x.length - 1;
      mean[last] = (mean[last]! * weight[last]! + targets[i]! * own) / (weight[last]! + own);
      weight[last]! += own;
    } else {
      x.push(scores[i]!);
      mean.push(targets[i]!);
      weight.push(own);
    }
  }
  return { x, mean, weight };
}
