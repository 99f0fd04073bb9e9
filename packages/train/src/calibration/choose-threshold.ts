import { checkOption, type OptionRule, optionsOf, rule, within } from "@imdb/core/options";
import { checkScores, thresholdCounts, UndefinedMetric } from "@imdb/measures";

/**
 * The goal of a threshold: the smallest total cost of errors, the largest recall with at least this precision, or the
 * largest precision with at least this recall.
 */
export type ThresholdTarget =
  | { readonly falsePositiveCost: number; readonly falseNegativeCost: number }
  | { readonly precision: number }
  | { readonly recall: number };

const share = within(0, 1);
const cost = within(0, Infinity);
const targetOptions = {
  precision: optionsOf<{ readonly precision: number }>({ precision: share }),
  recall: optionsOf<{ readonly recall: number }>({ recall: share }),
  costs: optionsOf<{ readonly falsePositiveCost: number; readonly falseNegativeCost: number }>({
    falsePositiveCost: cost,
    falseNegativeCost: cost,
  }),
};
const targetRule: OptionRule<ThresholdTarget> = rule(
  "an object with precision, recall, or falsePositiveCost and falseNegativeCost",
  (value) => typeof value === "object" && value !== null,
);

/** A threshold, and its precision and recall on the rows it was chosen on. */
export interface ChosenThreshold {
  /** Rows with at least this score are positive. `Infinity`: no row is positive. */
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
}

/**
 * Chooses the threshold: rows with at least this score count as positive. Use rows that the model was not fitted on,
 * and evaluate on other rows.
 *
 * @param actual  0 or 1 for each row.
 * @param scores  The probability of class 1, or another score that increases with it, of each row.
 * @throws `UNDEFINED_METRIC` when no threshold reaches the target; `INVALID_OPTION`, `SHAPE_MISMATCH`, `NOT_FINITE`.
 * @example
 * chooseThreshold([0, 1, 0, 1], [0.1, 0.4, 0.6, 0.9], { recall: 1 }).threshold; // => 0.4
 */
export function chooseThreshold(
  actual: ArrayLike<number>,
  scores: ArrayLike<number>,
  target: ThresholdTarget,
): ChosenThreshold {
  const merit = meritOf(checkOption("target", target, targetRule));
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
  let best: (typeof all)[number] | undefined;
  for (const candidate of [none, ...all]) {
    if (merit(candidate) > (best ? merit(best) : -Infinity)) best = candidate;
  }
  if (!best) {
    throw UndefinedMetric.create({
      metric: "chooseThreshold",
      reason: `no threshold reaches ${JSON.stringify(target)}`,
    });
  }
  return { threshold: best.threshold, precision: best.precision, recall: best.recall };
}

interface Candidate {
  readonly precision: number;
  readonly recall: number;
  readonly fp: number;
  readonly fn: number;
}

/** A function that is largest at the best candidate, and −Infinity where the target is not reached. */
function meritOf(target: ThresholdTarget): (candidate: Candidate) => number {
  if ("precision" in target) {
    const { precision: smallest } = targetOptions.precision.resolve(target);
    return ({ precision, recall }) => (precision >= smallest && recall > 0 ? recall : -Infinity);
  }
  if ("recall" in target) {
    const { recall: smallest } = targetOptions.recall.resolve(target);
    return ({ precision, recall }) => (recall >= smallest ? precision : -Infinity);
  }
  const { falsePositiveCost: fpCost, falseNegativeCost: fnCost } = targetOptions.costs.resolve(target);
  return ({ fp, fn }) => -(fp * fpCost + fn * fnCost);
}
