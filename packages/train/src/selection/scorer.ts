import { type DecisionRule, InvalidOption, type Labels } from "@imdb/core";
import { checkOption, type OptionRule, oneOf, optionsOf, rule, text } from "@imdb/core/options";
import { decidedCodes } from "@imdb/measures";
import { isMetricScoring, type MetricScoring, metricScorer } from "./metric-scoring.js";
import type { ScoredRows, ScoreFunction, Scorer } from "./scored-rows.js";
import { directionOf, isScoringName, SCORINGS, type Scoring } from "./scoring.js";
import { checkScoredClass } from "./scoring-of-one-class.js";

/**
 * What a search optimises: the name of a metric, a metric with its parameters, or a score of your own. A function alone
 * is a score of which higher values are better.
 */
export type ScoringOption = Scoring | MetricScoring | Scorer | ScoreFunction;

/** Options of {@link makeScorer}. */
export interface ScorerOptions {
  /** The name of the score. Not one of {@link SCORINGS}. */
  readonly name: string;
  /** Whether a higher or a lower value is better. Default `"higher"`. */
  readonly better?: "higher" | "lower";
}

const nameRule: OptionRule<string> = rule(
  "a text that is not empty and not the name of a metric",
  (value) => typeof value === "string" && value !== "" && !isScoringName(value),
);
const scorerOptions = optionsOf<ScorerOptions>({
  name: nameRule,
  better: ["higher", oneOf("higher", "lower")],
});
const functionRule: OptionRule<ScoreFunction> = rule("a function", (value) => typeof value === "function");

/**
 * Makes a score of your own for a search. It is computed in the calling thread, also when worker threads fit the folds,
 * so the result is the same.
 *
 * @throws `INVALID_OPTION`
 * @see    scikit-learn's `make_scorer`.
 * @example
 * const errors = makeScorer(({ actual, predicted }) => actual.filter((code, i) => code !== predicted[i]).length, {
 *   name: "errors",
 *   better: "lower",
 * });
 * errors.name; // => "errors"
 */
export function makeScorer(score: ScoreFunction, options: ScorerOptions): Scorer {
  checkOption("score", score, functionRule);
  return { ...scorerOptions.resolve(options, "makeScorer"), score };
}

/** The rule of the option `scoring`. */
export const scoringRule: OptionRule<ScoringOption> = rule(
  `one of ${SCORINGS.join(", ")}; a metric with its parameters; a function; or a scorer of makeScorer`,
  (value) => isScoringName(value) || typeof value === "function" || isScorer(value) || isMetricScoring(value),
);

function isScorer(value: unknown): value is Scorer {
  const { name, better, score } = Object(value) as Partial<Scorer>;
  return nameRule.accepts(name) && (better === "higher" || better === "lower") && typeof score === "function";
}

/** A scoring option, resolved for labels. */
export interface ResolvedScorer {
  readonly name: string;
  /** +1 when a larger value is better, −1 when a smaller value is better. */
  readonly direction: 1 | -1;
  /** Left out for a metric that every evaluation has. */
  readonly score?: ScoreFunction;
  /** Whether a memory can keep its values: not those of a function without a name of its own. */
  readonly canBeKept: boolean;
}

/**
 * The scorer of a scoring option.
 *
 * @throws `INVALID_OPTION` for wrong parameters, and for a metric of one class when neither it nor the labels name one.
 */
export function resolveScoring(
  scoring: ScoringOption,
  labels: Pick<Labels, "classes" | "positive">,
): ResolvedScorer {
  if (isScoringName(scoring)) {
    checkScoredClass(scoring, labels);
    return { name: scoring, direction: directionOf(scoring), canBeKept: true };
  }
  if (typeof scoring === "function") {
    const name = nameRule.accepts(scoring.name) ? scoring.name : "score";
    return { name, direction: 1, score: scoring, canBeKept: false };
  }
  const { name, better, score } = isScorer(scoring) ? scoring : metricScorer(scoring, labels);
  checkOption("scoring.name", name, text);
  return { name, direction: better === "higher" ? 1 : -1, score, canBeKept: true };
}

/** A cross-validation has no least coverage, without which a score of your own would be best where a rule abstains most. */
export function checkScoredDecision(scorer: ResolvedScorer, decision: DecisionRule | undefined): void {
  if (!scorer.score || decision?.abstainBelow === undefined) return;
  const expected = "the name of a metric, because the decision rule of an estimator abstains";
  throw InvalidOption.create({ option: "scoring", value: scorer.name, expected });
}

/**
 * The metrics of rows, with the value of the scorer where it is defined. Rows in which the decision rule abstains are no part of
 * it, as of the metrics of labels.
 */
export function withScore(
  metrics: Readonly<Record<string, number>>,
  scorer: ResolvedScorer,
  labels: Labels,
  probabilities: Float64Array | undefined,
  decision?: DecisionRule | undefined,
): Readonly<Record<string, number>> {
  if (!scorer.score) return metrics;
  if (!probabilities) {
    const expected = "a runner that returns the probabilities when run.keep is probabilities";
    throw InvalidOption.create({ option: "runner", value: "no probabilities", expected });
  }
  const { classes, positive } = labels;
  const rows = decidedRows(labels, probabilities, decision);
  if (rows.actual.length === 0 && labels.codes.length > 0) return metrics;
  const value = scorer.score({ classes, ...rows, ...(positive !== undefined && { positive }) });
  if (value === null) return metrics;
  if (Number.isFinite(value)) return { ...metrics, [scorer.name]: value };
  const expected = `a function that returns a finite number or null, not ${String(value)}`;
  throw InvalidOption.create({ option: "scoring", value: scorer.name, expected });
}

/** The rows that a decision rule decides: all of them where it never abstains. */
function decidedRows(
  { classes, codes, positive }: Labels,
  probabilities: Float64Array,
  decision: DecisionRule | undefined,
): Pick<ScoredRows, "actual" | "predicted" | "probabilities"> {
  const predicted = decidedCodes(probabilities, { classes, positive, decision });
  const isDecided = (row: number) => predicted[row]! >= 0;
  if (predicted.every((_, row) => isDecided(row))) return { actual: codes, predicted, probabilities };
  return {
    actual: codes.filter((_, row) => isDecided(row)),
    predicted: predicted.filter((_, row) => isDecided(row)),
    probabilities: probabilities.filter((_, at) => isDecided(Math.floor(at / classes.length))),
  };
}
