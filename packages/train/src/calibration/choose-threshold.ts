import { InvalidOption } from "@imdb/core";
import { checkOption, within } from "@imdb/core/options";
import { checkScores, thresholdCounts, UndefinedMetric } from "@imdb/measures";

/**
 * What a threshold is chosen for: the least total cost of errors, a precision to reach with the most recall, or
 * a recall to reach with the most precision.
 */
export type ThresholdTarget =
  | { readonly falsePositiveCost: number; readonly falseNegativeCost: number }
  | { readonly precision: number }
  | { readonly recall: number };

/** A threshold and what it does on the rows it was chosen on. */
export interface ChosenThreshold {
  /** Rows with at least this score are positive; `Infinity`: none is. */
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
}

/**
 * Chooses the score from which on a row counts as positive. Choose on rows the model was not fitted on, and
 * evaluate on others.
 *
 * @param actual  0 or 1 a row.
 * @param scores  Probabilities of class 1, or any score that rises with it.
 * @throws `UNDEFINED_METRIC` when no threshold reaches the target; `INVALID_OPTION`, `SHAPE_MISMATCH`, `NOT_FINITE`.
 * @example
 * chooseThreshold([0, 1, 0, 1], [0.1, 0.4, 0.6, 0.9], { recall: 1 }).threshold; // => 0.4
 */
export function chooseThreshold(
  actual: ArrayLike<number>,
  scores: ArrayLike<number>,
  target: ThresholdTarget,
): ChosenThreshold {
  const positives = checkScores(actual, scores, "chooseThreshold");
  if (positives === 0)
    throw UndefinedMetric.create({ metric: "chooseThreshold", reason: "there is no positive row" });
  const { thresholds, truePositives, falsePositives } = thresholdCounts(actual, scores);
  const none = { threshold: Infinity, precision: 1, recall: 0, fp: 0, fn: positives };
  const all = thresholds.map((threshold, k) => {
    const tp = truePositives[k]!;
    const fp = falsePositives[k]!;
    return { threshold, precision: tp / (tp + fp), recall: tp / positives, fp, fn: positives - tp };
  });
  const merit = meritOf(target);
  let best: (typeof all)[number] | undefined;
  for (const option of [none, ...all]) {
    if (merit(option) > (best ? merit(best) : -Infinity)) best = option;
  }
  if (!best) {
    throw UndefinedMetric.create({
      metric: "chooseThreshold",
      reason: `no threshold reaches ${JSON.stringify(target)}`,
    });
  }
  return { threshold: best.threshold, precision: best.precision, recall: best.recall };
}

interface Option {
  readonly precision: number;
  readonly recall: number;
  readonly fp: number;
  readonly fn: number;
}

function meritOf(target: ThresholdTarget): (option: Option) => number {
  if ("precision" in target) {
    const wanted = checkOption("precision", target.precision, within(0, 1));
    return ({ precision, recall }) => (precision >= wanted && recall > 0 ? recall : -Infinity);
  }
  if ("recall" in target) {
    const wanted = checkOption("recall", target.recall, within(0, 1));
    return ({ precision, recall }) => (recall >= wanted ? precision : -Infinity);
  }
  const { falsePositiveCost: fpCost, falseNegativeCost: fnCost } = target;
  if (!(fpCost >= 0 && fnCost >= 0 && fpCost + fnCost < Infinity)) {
    throw InvalidOption.create({
      option: "cost",
      value: `${fpCost}, ${fnCost}`,
      expected: "finite numbers from 0",
    });
  }
  return ({ fp, fn }) => -(fp * fpCost + fn * fnCost);
}
