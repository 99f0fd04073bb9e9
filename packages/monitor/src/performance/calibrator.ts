import { CALIBRATION_BINS, type CalibrationBins } from "../profile/calibration-bins.js";

/** Turns a stated probability into the observed one. */
export type Calibrator = (stated: number) => number;

/**
 * The observed share of a class as a rising function of its stated probability: isotonic regression over the
 * bins of a profile, with straight lines between their middles.
 *
 * @returns The identity when the profile has no labels.
 * @see Zadrozny & Elkan (2002), Transforming classifier scores into accurate multiclass probability estimates;
 *      Ayer et al. (1955) for pooling adjacent violators; `sklearn.isotonic.IsotonicRegression`.
 */
export function calibratorOf({ labelled, positive }: CalibrationBins): Calibrator {
  const x: number[] = [];
  const share: number[] = [];
  const weight: number[] = [];
  labelled.forEach((n, bin) => {
    if (n === 0) return;
    x.push((bin + 0.5) / CALIBRATION_BINS);
    share.push(positive[bin]! / n);
    weight.push(n);
  });
  if (x.length === 0) return (stated) => stated;
  const y = poolAdjacentViolators(share, weight);
  return (stated) => interpolate(x, y, stated);
}

/** The rising sequence nearest to the shares, by weighted least squares. */
export function poolAdjacentViolators(shares: readonly number[], weights: readonly number[]): number[] {
  const blocks: { sum: number; weight: number; size: number }[] = [];
  shares.forEach((value, i) => {
    let block = { sum: value * weights[i]!, weight: weights[i]!, size: 1 };
    for (
      let last = blocks.at(-1);
      last && last.sum / last.weight >= block.sum / block.weight;
      last = blocks.at(-1)
    ) {
      blocks.pop();
      block = { sum: last.sum + block.sum, weight: last.weight + block.weight, size: last.size + block.size };
    }
    blocks.push(block);
  });
  return blocks.flatMap(({ sum, weight, size }) => new Array<number>(size).fill(sum / weight));
}

function interpolate(x: readonly number[], y: readonly number[], at: number): number {
  const last = x.length - 1;
  if (!(at > x[0]!)) return y[0]!;
  if (at >= x[last]!) return y[last]!;
  const right = x.findIndex((value) => value > at);
  const [x0, x1] = [x[right - 1]!, x[right]!];
  const part = (at - x0) / (x1 - x0);
  return y[right - 1]! * (1 - part) + y[right]! * part;
}
