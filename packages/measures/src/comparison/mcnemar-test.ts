import { type Codes, checkCodes, checkLength } from "../metrics/checks.js";

/** Rows that only one of two models gets right, and the chance of a split at least as uneven. */
export interface McNemarResult {
  readonly onlyFirstRight: number;
  readonly onlySecondRight: number;
  /** Two-sided, exact. */
  readonly pValue: number;
}

/**
 * Whether two models err at different rates on the same rows: among the rows that one gets right and the other
 * wrong, either should win half if they were alike (exact binomial test).
 *
 * @throws `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `UNDEFINED_METRIC` when there are no rows.
 * @see    McNemar (1947); Dietterich (1998), Approximate statistical tests for comparing supervised
 *         classification learning algorithms.
 * @example
 * mcnemarTest([1, 1, 1, 0], [1, 1, 1, 0], [0, 0, 0, 0]).onlyFirstRight; // => 3
 */
export function mcnemarTest(actual: Codes, first: Codes, second: Codes): McNemarResult {
  checkCodes(actual, first, "mcnemarTest");
  checkLength(actual, second.length, "mcnemarTest");
  let onlyFirstRight = 0;
  let onlySecondRight = 0;
  for (let i = 0; i < actual.length; i++) {
    const a = first[i] === actual[i];
    const b = second[i] === actual[i];
    if (a && !b) onlyFirstRight++;
    if (b && !a) onlySecondRight++;
  }
  const pValue = evenSplit(Math.min(onlyFirstRight, onlySecondRight), onlyFirstRight + onlySecondRight);
  return { onlyFirstRight, onlySecondRight, pValue };
}

/** 2·P(at most k heads in n tosses), at most 1; summed from the term at k down, by ratios. */
function evenSplit(k: number, n: number): number {
  let logTerm = -n * Math.LN2;
  for (let j = 1; j <= k; j++) logTerm += Math.log((n - j + 1) / j);
  let sum = 0;
  let ratio = 1;
  for (let j = k; j >= 0; j--) {
    sum += ratio;
    ratio *= j / (n - j + 1);
  }
  return Math.min(1, 2 * Math.exp(logTerm) * sum);
}
