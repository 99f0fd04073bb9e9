import { type Labels, positiveIndex } from "@imdb/core";
import {
  checkOption,
  labelsRule,
  type OptionRule,
  optional,
  optionsOf,
  rule,
  stringList,
  text,
  within,
} from "@imdb/core/options";
import {
  checkLabels,
  checkProbabilities,
  checkScores,
  column,
  thresholdCounts,
  UndefinedMetric,
} from "@imdb/measures";
import { codesFor } from "../evaluate.js";

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

/** The predictions of a model with two classes, on rows with labels. */
export interface LabelledProbabilities {
  /** The classes of the model. */
  readonly classes: readonly string[];
  /** `rows × classes`, row-major, as `predictProba` returns them. */
  readonly probabilities: Float64Array;
  /** The labels of the rows; they are matched by name. */
  readonly labels: Labels;
  /** The class that the threshold is about. Default: that of the labels. */
  readonly positive?: string | undefined;
}

/** A threshold, and its precision and recall on the rows it was chosen on. It is a decision rule. */
export interface ChosenThreshold {
  /** Rows with at least this score are positive. `Infinity`: no row is positive. */
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
}

/**
 * Chooses the threshold: rows with at least this score count as positive. Use rows that the model was not fitted on,
 * and evaluate on other rows. The result is a decision rule for `evaluate` and for a bundle.
 *
 * @param rows  The probabilities and labels of a model, with the positive class. Or, as two arguments: 0 or 1 for each row,
 *              and the probability of class 1, or another score that increases with it, of each row.
 * @throws `UNDEFINED_METRIC` when no threshold reaches the target, or the best of a model is never to say the positive class;
 *         `INVALID_OPTION`, also without a positive class; `SHAPE_MISMATCH`, `NOT_FINITE`, `UNKNOWN_LABEL`.
 * @example
 * chooseThreshold([0, 1, 0, 1], [0.1, 0.4, 0.6, 0.9], { recall: 1 }).threshold; // => 0.4
 */
export function chooseThreshold(rows: LabelledProbabilities, target: ThresholdTarget): ChosenThreshold;
export function chooseThreshold(
  actual: ArrayLike<number>,
  scores: ArrayLike<number>,
  target: ThresholdTarget,
): ChosenThreshold;
export function chooseThreshold(
  ...given:
    | readonly [rows: LabelledProbabilities, target: ThresholdTarget]
    | readonly [actual: ArrayLike<number>, scores: ArrayLike<number>, target: ThresholdTarget]
): ChosenThreshold {
  if (given.length === 2) return thresholdOfModel(...given);
  return thresholdOfScores(...given);
}

const rowsOptions = optionsOf<LabelledProbabilities, "positive">({
  classes: stringList,
  probabilities: rule<Float64Array>("a Float64Array", (value) => value instanceof Float64Array),
  labels: labelsRule,
  positive: optional(text),
});

function thresholdOfModel(rows: LabelledProbabilities, target: ThresholdTarget): ChosenThreshold {
  const {
    classes,
    probabilities,
    labels,
    positive = labels.positive,
  } = rowsOptions.resolve(rows, "chooseThreshold");
  checkLabels(labels, labels.codes.length, "labels");
  checkOption("positive", positive as string, text, "chooseThreshold");
  const code = positiveIndex(classes, positive as string);
  const actual = codesFor(classes, labels);
  checkProbabilities(actual, probabilities, classes.length, "chooseThreshold");
  const isPositive = actual.map((one) => (one === code ? 1 : 0));
  const chosen = thresholdOfScores(isPositive, column(probabilities, classes.length, code), target);
  if (chosen.threshold === Infinity) {
    const reason = `the target is reached best by never saying ${JSON.stringify(positive)}, which is no threshold of a probability`;
    throw UndefinedMetric.create({ metric: "chooseThreshold", reason });
  }
  // A sum of rounded terms may be slightly above 1.
  return { ...chosen, threshold: Math.min(1, chosen.threshold) };
}

function thresholdOfScores(
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
