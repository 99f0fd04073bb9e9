import { portableExp } from "@imdb/core";
import { checkOption, numberList } from "@imdb/core/options";
import { sigmoid } from "../solvers/logistic-math.js";

/**
 * How decision values become probabilities. `sigmoid`: the sigmoid of one output; `softmax`: softmax over the outputs;
 * `ovr`: the sigmoid of each output, scaled to sum 1.
 */
export type Link = "sigmoid" | "softmax" | "ovr";

/** `rows × classes` probabilities of `rows × outputs` decision values. */
export function probabilities(decisions: Float64Array, outputs: number, link: Link): Float64Array {
  checkOption("decisions", decisions, numberList);
  if (link === "sigmoid") return sigmoidPairs(decisions);
  const p = link === "softmax" ? decisions.slice() : decisions.map(sigmoid);
  const normalise = link === "softmax" ? softmax : scaleToOne;
  for (let at = 0; at < p.length; at += outputs) normalise(p.subarray(at, at + outputs));
  return p;
}

function sigmoidPairs(decisions: Float64Array): Float64Array {
  const p = new Float64Array(2 * decisions.length);
  for (let r = 0; r < decisions.length; r++) {
    p[2 * r] = sigmoid(-decisions[r]!);
    p[2 * r + 1] = sigmoid(decisions[r]!);
  }
  return p;
}

/** Softmax in place, e^z / Σ e^z. The largest z is subtracted first, so that nothing overflows. */
export function softmax(row: Float64Array): void {
  let top = -Infinity;
  for (const z of row) if (z > top) top = z;
  let sum = 0;
  for (let k = 0; k < row.length; k++) {
    row[k] = portableExp(row[k]! - top);
    sum += row[k]!;
  }
  for (let k = 0; k < row.length; k++) row[k] = row[k]! / sum;
}

/** Scales a row to sum 1, in place. If all values are 0, they become equal. */
export function scaleToOne(row: Float64Array): void {
  const sum = row.reduce((a, b) => a + b, 0);
  for (let k = 0; k < row.length; k++) row[k] = sum > 0 ? row[k]! / sum : 1 / row.length;
}
