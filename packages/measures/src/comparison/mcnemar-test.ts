import { checkLists } from "../arguments.js";
import { type Codes, checkCodes } from "../metrics/checks.js";

/** How many rows only one of two models predicts right, and the p-value of McNemar's test. */
export interface McNemarResult {
  readonly onlyFirstRight: number;
  readonly onlySecondRight: number;
  /** Two-sided, exact. */
  readonly pValue: number;
}

/**
 * McNemar's test: whether two models have different error rates on the same rows. Among the rows that exactly one
 * model predicts right, models with equal error rates are right about equally often (exact binomial test).
 *
 * @param actual  The class of each row; `first` and `second` are the predictions of the models.
 * @throws `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`, `UNDEFINED_METRIC` when there are no rows.
 * @see    McNemar (1947); Dietterich (1998), Approximate statistical tests for comparing supervised
 *         classification learning algorithms.
 * @example
 * mcnemarTest([1, 1, 1, 0], [1, 1, 1, 0], [0, 0, 0, 0]).onlyFirstRight; // => 3
 */
export function mcnemarTest(actual: Codes, first: Codes, second: Codes): McNemarResult {
  checkLists({ actual, first, second });
  checkCodes(actual, first, "mcnemarTest");
  checkCodes(actual, second, "mcnemarTest");
  let onlyFirstRight = 0;
  let onlySecondRight = 0;
  for (let i = 0; i < actual.length; i++) {
    const isFirstRight = first[i] === actual[i];
    const isSecondRight = second[i] === actual[i];
    if (isFirstRight && !isSecondRight) onlyFirstRight++;
    if (isSecondRight && !isFirstRight) onlySecondRight++;
  }
  const discordant = onlyFirstRight + onlySecondRight;
  return {
    onlyFirstRight,
    onlySecondRight,
    pValue: fairCoinPValue(Math.min(onlyFirstRight, onlySecondRight), discordant),
  };
}

/**
 * Two-sided p-value of at most k heads in n tosses of a fair coin: 2·P(X ≤ k), at most 1. Each term follows from
 * the one before it by a ratio.
 */
function fairCoinPValue(k: number, n: number): number {
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
