import { portableExp, portableLog } from "@imdb/core";
import { softmax } from "../linear/probabilities.js";

/** Smaller probabilities are replaced by this one before the logarithm. */
const SMALLEST = 1e-15;

/**
 * Temperature scaling: the temperature T with the largest likelihood of softmax(log p / T), by a golden-section search
 * on log T.
 *
 * @param weights  The sample weight of each row. Default: 1 for each row.
 * @see Guo, Pleiss, Sun & Weinberger (2017), On calibration of modern neural networks.
 */
export function fitTemperature(
  probabilities: Float64Array,
  codes: ArrayLike<number>,
  classes: number,
  weights?: ArrayLike<number>,
): number {
  const loss = (logT: number) => {
    const scaled = atTemperature(probabilities, classes, portableExp(logT));
    let sum = 0;
    for (let i = 0; i < codes.length; i++) {
      sum -= (weights ? weights[i]! : 1) * portableLog(Math.max(scaled[i * classes + codes[i]!]!, SMALLEST));
    }
    return sum;
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = -5;
  let high = 5;
  let a = high - golden * (high - low);
  let b = low + golden * (high - low);
  let lossA = loss(a);
  let lossB = loss(b);
  while (high - low > 1e-8) {
    if (lossA < lossB) {
      high = b;
      b = a;
      lossB = lossA;
      a = high - golden * (high - low);
      lossA = loss(a);
    } else {
      low = a;
      a = b;
      lossA = lossB;
      b = low + golden * (high - low);
      lossB = loss(b);
    }
  }
  return portableExp((low + high) / 2);
}

/** softmax(log p / T) of each row. */
export function atTemperature(
  probabilities: Float64Array,
  classes: number,
  temperature: number,
): Float64Array {
  const out = probabilities.map((p) => portableLog(Math.max(p, SMALLEST)) / temperature);
  for (let at = 0; at < out.length; at += classes) softmax(out.subarray(at, at + classes));
  return out;
}
