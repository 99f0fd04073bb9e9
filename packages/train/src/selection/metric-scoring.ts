import { InvalidOption, type Labels } from "@imdb/core";
import {
  above,
  type OptionRule,
  oneOf,
  optional,
  optionForms,
  optionsOf,
  text,
  within,
} from "@imdb/core/options";
import {
  type Average,
  averagePrecisionScore,
  column,
  precisionRecallFscore,
  rocAucScore,
  thresholdCounts,
  UndefinedMetric,
} from "@imdb/measures";
import type { ScoredRows, Scorer } from "./scored-rows.js";

interface OfOneClass {
  /** The class that the metric is about. Default: `positive` of the labels. It is never guessed. */
  readonly positive?: string;
}

interface Averaged extends OfOneClass {
  /** How classes are averaged. Default `"binary"`: the positive class alone. */
  readonly average?: Average;
}

/** Precision, recall or F1 with an average. */
export interface AveragedScoring extends Averaged {
  readonly metric: "precision" | "recall" | "f1";
}

/** F-beta: recall has `beta` times the weight of precision. */
export interface FbetaScoring extends Averaged {
  readonly metric: "fbeta";
  readonly beta: number;
}

/** The area under the ROC curve, or the average precision, of one class against the rest. */
export interface RankingScoring extends OfOneClass {
  readonly metric: "rocAuc" | "averagePrecision";
}

/** The largest recall of any threshold with at least this precision; 0 when no threshold reaches it. */
export interface RecallAtPrecisionScoring extends OfOneClass {
  readonly metric: "recallAtPrecision";
  readonly precision: number;
}

/** The largest precision of any threshold with at least this recall. */
export interface PrecisionAtRecallScoring extends OfOneClass {
  readonly metric: "precisionAtRecall";
  readonly recall: number;
}

/** The mean cost of the errors per row. Lower is better. */
export interface CostScoring extends OfOneClass {
  readonly metric: "cost";
  readonly falsePositiveCost: number;
  readonly falseNegativeCost: number;
}

/** A metric with its parameters. JSON-safe. */
export type MetricScoring =
  | AveragedScoring
  | FbetaScoring
  | RankingScoring
  | RecallAtPrecisionScoring
  | PrecisionAtRecallScoring
  | CostScoring;

const positive = optional(text);
const average: readonly [Average, OptionRule<Average>] = [
  "binary",
  oneOf("binary", "micro", "macro", "weighted"),
];
const share = within(0, 1);
const cost = within(0, 1e12);

const metricScorings = optionForms(
  ["metric"],
  [
    optionsOf<AveragedScoring, "positive">({ metric: oneOf("precision", "recall", "f1"), average, positive }),
    optionsOf<FbetaScoring, "positive">({ metric: oneOf("fbeta"), beta: above(0), average, positive }),
    optionsOf<RankingScoring, "positive">({ metric: oneOf("rocAuc", "averagePrecision"), positive }),
    optionsOf<RecallAtPrecisionScoring, "positive">({
      metric: oneOf("recallAtPrecision"),
      precision: share,
      positive,
    }),
    optionsOf<PrecisionAtRecallScoring, "positive">({
      metric: oneOf("precisionAtRecall"),
      recall: share,
      positive,
    }),
    optionsOf<CostScoring, "positive">({
      metric: oneOf("cost"),
      falsePositiveCost: cost,
      falseNegativeCost: cost,
      positive,
    }),
  ],
);

/** Whether a value has the form of a metric with parameters. They are checked by {@link metricScorer}. */
export function isMetricScoring(value: unknown): value is MetricScoring {
  return typeof Object(value).metric === "string";
}

/**
 * The scorer of a metric with parameters. Its name has all of them: `"fbeta(beta=2, average=macro)"`.
 *
 * @throws `INVALID_OPTION` for wrong parameters, and when it is about one class and nothing names the class.
 */
export function metricScorer(scoring: MetricScoring, labels: Pick<Labels, "classes">): Scorer {
  const checked = metricScorings.resolve(scoring, "scoring") as MetricScoring & Averaged;
  const isOfOneClass = (checked.average ?? "binary") === "binary";
  const label = isOfOneClass ? positiveClass(checked, labels) : undefined;
  const { metric, positive: own, average: averaged, ...parameters } = checked;
  if (!isOfOneClass && own !== undefined) {
    const expected = `left out with the average ${averaged}, which is about all classes`;
    throw InvalidOption.create({ option: "scoring.positive", value: own, expected });
  }
  const named =
    label === undefined ? { ...parameters, average: averaged } : { ...parameters, positive: label };
  const list = Object.entries(named).map(([name, value]) => `${name}=${value}`);
  const code = label === undefined ? -1 : labels.classes.indexOf(label);
  return {
    name: `${metric}(${list.join(", ")})`,
    better: metric === "cost" ? "lower" : "higher",
    score: (rows) => valueOrNull(() => metricOf(checked, rows, code)),
  };
}

/** The class that a metric is about. It is never guessed, also not for the labels 0 and 1: 0 may be the class that matters. */
function positiveClass({ positive: own }: OfOneClass, labels: Pick<Labels, "classes">): string {
  const { classes } = labels;
  const label = own ?? (labels as { readonly positive?: string }).positive;
  if (label !== undefined && classes.includes(label)) return label;
  const expected = `one of ${classes.join(", ")}, here or as positive of the labels`;
  throw InvalidOption.create({ option: "scoring.positive", value: label, expected });
}

/** @param code  The class that the metric is about; −1 for an average over classes. */
function metricOf(scoring: MetricScoring, rows: ScoredRows, code: number): number {
  const { classes, probabilities, actual, predicted } = rows;
  const isPositive = (codes: Int32Array) => codes.map((one) => (one === code ? 1 : 0));
  switch (scoring.metric) {
    case "precision":
    case "recall":
    case "f1":
    case "fbeta": {
      const options = {
        average: scoring.average ?? "binary",
        beta: scoring.metric === "fbeta" ? scoring.beta : 1,
      };
      const scores =
        code < 0
          ? precisionRecallFscore(actual, predicted, options)
          : precisionRecallFscore(isPositive(actual), isPositive(predicted), options);
      return scoring.metric === "precision" || scoring.metric === "recall"
        ? scores[scoring.metric]
        : scores.fscore;
    }
    case "rocAuc":
      return rocAucScore(isPositive(actual), column(probabilities, classes.length, code));
    case "averagePrecision":
      return averagePrecisionScore(isPositive(actual), column(probabilities, classes.length, code));
    case "recallAtPrecision": {
      const points = pointsOf(
        isPositive(actual),
        column(probabilities, classes.length, code),
        scoring.metric,
      );
      return Math.max(0, ...points.map((point) => (point.precision >= scoring.precision ? point.recall : 0)));
    }
    case "precisionAtRecall": {
      const points = pointsOf(
        isPositive(actual),
        column(probabilities, classes.length, code),
        scoring.metric,
      );
      return Math.max(...points.map((point) => (point.recall >= scoring.recall ? point.precision : 0)));
    }
    case "cost": {
      const [is, as] = [isPositive(actual), isPositive(predicted)];
      let sum = 0;
      for (let i = 0; i < is.length; i++) {
        if (is[i] === as[i]) continue;
        sum += as[i] === 1 ? scoring.falsePositiveCost : scoring.falseNegativeCost;
      }
      return sum / is.length;
    }
  }
}

/** Precision and recall at every threshold. */
function pointsOf(actual: Int32Array, scores: Float64Array, metric: string) {
  const positives = actual.reduce((sum, one) => sum + one, 0);
  if (positives === 0) throw UndefinedMetric.create({ metric, reason: "there is no positive row" });
  const { truePositives, falsePositives } = thresholdCounts(actual, scores);
  return truePositives.map((tp, k) => ({
    precision: tp / (tp + falsePositives[k]!),
    recall: tp / positives,
  }));
}

function valueOrNull(value: () => number): number | null {
  try {
    return value();
  } catch (error) {
    if (UndefinedMetric.is(error)) return null;
    throw error;
  }
}
