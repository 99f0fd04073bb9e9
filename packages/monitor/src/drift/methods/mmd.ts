import { type Random, seededRandom } from "@imdb/core";
import type { DriftMethod } from "./method.js";
import { overflowScale, scaled } from "./overflow-scale.js";

const PERMUTATIONS = 199;
/** Highest number of records of each window that are compared. Larger windows are sampled, with a fixed seed. */
const MAX_RECORDS = 1000;

/**
 * Maximum mean discrepancy with a Gaussian kernel whose width is the median distance within the reference. The
 * statistic is the unbiased estimate of the squared discrepancy, the p-value that of a permutation test with 199
 * permutations. Of a window with more than 1,000 records, 1,000 are drawn.
 *
 * @see Gretton et al. (2012), A kernel two-sample test.
 */
export const maximumMeanDiscrepancy: DriftMethod = {
  name: "empirical_mmd",
  title: "Maximum mean discrepancy",
  result: "pValue",
  threshold: 0.1,
  numeric({ keys: given, reference, current }) {
    const keys = scaled(given, overflowScale(given));
    const random = seededRandom(0);
    const x = sampled(keys, reference, random.fork("reference"));
    const y = sampled(keys, current, random.fork("current"));
    if (x.length < 2 || y.length < 2) return { statistic: 0, pValue: 1 };
    const kernel = gaussianKernel(x, y);
    const n = x.length + y.length;
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    const statistic = discrepancy(kernel, order, x.length);
    const shuffles = random.fork("permutations");
    let extreme = 1;
    for (let p = 0; p < PERMUTATIONS; p++) {
      if (discrepancy(kernel, shuffles.permutation(n), x.length) >= statistic - 1e-12) extreme++;
    }
    return { statistic, pValue: extreme / (PERMUTATIONS + 1) };
  },
};

/** The values of a window, each as often as it occurs; at most {@link MAX_RECORDS} of them. */
function sampled(keys: readonly number[], counts: Float64Array, random: Random): Float64Array {
  const all: number[] = [];
  keys.forEach((key, i) => {
    for (let c = 0; c < counts[i]!; c++) all.push(key);
  });
  if (all.length <= MAX_RECORDS) return Float64Array.from(all);
  return Float64Array.from(random.permutation(all.length).subarray(0, MAX_RECORDS), (i) => all[i]!);
}

/**
 * The Gaussian kernel exp(−d² / 2σ²) of all pairs of values of both windows, d being their distance. σ² is half the
 * median of the squared distances within the reference `x`, so that the kernel is exp(−d² / median).
 */
function gaussianKernel(x: Float64Array, y: Float64Array): Float64Array {
  const n = x.length + y.length;
  const values = new Float64Array(n);
  values.set(x);
  values.set(y, x.length);
  const within: Float64Array = new Float64Array(x.length * x.length);
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < x.length; j++) within[i * x.length + j] = (x[i]! - x[j]!) ** 2;
  }
  within.sort();
  const median = within[nearestRank(within.length)]!;
  // The inverse of a smaller median could be infinite.
  const scale = median > 1e-300 ? 1 / median : 1;
  const kernel = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) kernel[i * n + j] = Math.exp(-scale * (values[i]! - values[j]!) ** 2);
  }
  return kernel;
}

/** The index of NumPy's percentile(50, method="nearest"): halves round to the even neighbour. */
function nearestRank(length: number): number {
  const middle = (length - 1) / 2;
  const down = Math.floor(middle);
  return middle === down || down % 2 === 0 ? down : down + 1;
}

/**
 * The unbiased estimate of the squared discrepancy: the mean kernel value of the pairs of two different values of the
 * first window, plus that of the second window, minus twice that of the pairs with one value from each window.
 *
 * @param kernel  The kernel of all pairs of values, row by row.
 * @param order   An order of the values: the first `m` are taken as the first window, the others as the second.
 */
function discrepancy(kernel: Float64Array, order: Uint32Array, m: number): number {
  const total = order.length;
  const n = total - m;
  const first = new Uint8Array(total);
  for (let i = 0; i < m; i++) first[order[i]!] = 1;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < total; i++) {
    for (let j = i + 1; j < total; j++) {
      const value = kernel[i * total + j]!;
      const inFirst = first[i]! + first[j]!;
      if (inFirst === 2) xx += value;
      else if (inFirst === 1) xy += value;
      else yy += value;
    }
  }
  return (2 * xx) / (m * (m - 1)) + (2 * yy) / (n * (n - 1)) - (2 * xy) / (m * n);
}
