/** The penalty of one weight: l1·|w| + ½·l2·w². */
export interface WeightPenalty {
  readonly l1: number;
  readonly l2: number;
}

/** `w` after `count` proximal steps of one length along one gradient. */
export type LaggedStep = (w: number, gradient: number, count: number) => number;

/**
 * Many proximal gradient steps on one weight at once: w ← prox(w − step·gradient), again and again.
 *
 * While a weight keeps its sign, a step is an affine map with the fixed point −(gradient ± l1)/l2, so `count` of
 * them are one power, from a table. It can lose its sign once: the step at which it does is found by bisection.
 * A stochastic solver need not touch a weight until a row has its feature.
 *
 * @param most  The most steps ever asked for.
 * @see Langford, Li & Zhang (2009), Sparse online learning via truncated gradient, for the idea of lazy updates.
 */
export function laggedStep(step: number, { l1, l2 }: WeightPenalty, most: number): LaggedStep {
  const shrink = 1 / (1 + step * l2);
  const powers = new Float64Array(l2 > 0 ? most + 1 : 0).fill(1);
  for (let m = 1; m < powers.length; m++) powers[m] = powers[m - 1]! * shrink;

  /** After `count` steps of slope `pull`, the sign of the weight aside. */
  function along(w: number, pull: number, count: number): number {
    if (l2 === 0) return w - count * step * pull;
    const fixed = -pull / l2;
    return fixed + powers[count]! * (w - fixed);
  }

  return function after(w, gradient, count) {
    if (count === 0) return w;
    if (l1 === 0) return along(w, gradient, count);
    if (w === 0) {
      if (Math.abs(gradient) <= l1) return 0;
      return along(0, gradient > 0 ? gradient - l1 : gradient + l1, count);
    }
    const sign = w > 0 ? 1 : -1;
    const pull = gradient + sign * l1;
    const end = along(w, pull, count);
    if (end * sign > 0) return end;
    let low = 0;
    let high = count;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (along(w, pull, middle) * sign > 0) low = middle;
      else high = middle;
    }
    const moved = along(w, pull, low) - step * gradient;
    const size = Math.abs(moved) - step * l1;
    const crossed = size <= 0 || moved * sign > 0 ? 0 : -sign * size * shrink;
    return after(crossed, gradient, count - high);
  };
}
