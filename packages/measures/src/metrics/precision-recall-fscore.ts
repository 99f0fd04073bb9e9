import { InvalidOption } from "@imdb/core";
import { checkOption, integer, oneOf, optionsOf, rule, within } from "@imdb/core/options";
import type { Codes } from "./checks.js";
import { type ClassCounts, classCounts } from "./class-counts.js";
import { marginsOf } from "./confusion-matrix.js";

/**
 * How the scores of the classes are averaged. `"binary"`: the positive class alone; `"micro"`: from the counts of all
 * classes together; `"macro"`: the unweighted mean; `"weighted"`: the mean weighted by support.
 */
export type Average = "binary" | "micro" | "macro" | "weighted";

/** Options of precision, recall and F1. */
export interface AverageOptions {
  /** How classes are averaged. Default `"binary"`. */
  readonly average?: Average;
  /** Code of the positive class for `"binary"`. Default 1. */
  readonly positive?: number;
  /** The value of 0/0. Default 0. */
  readonly zeroDivision?: 0 | 1;
}

/** Options of {@link precisionRecallFscore}. */
export interface FscoreOptions extends AverageOptions {
  /** Weight of recall relative to precision. Default 1. */
  readonly beta?: number;
}

const averageOptions = optionsOf<AverageOptions>({
  average: ["binary", oneOf("binary", "micro", "macro", "weighted")],
  positive: [1, integer(0)],
  zeroDivision: [0, rule<0 | 1>("0 or 1", (value) => value === 0 || value === 1)],
});
const betaRule = within(0, 1e6);
const fscoreOptions = optionsOf<FscoreOptions>({ ...averageOptions.rules, beta: [1, betaRule] });
const byClassOptions = optionsOf<Pick<FscoreOptions, "beta" | "zeroDivision">>({
  beta: fscoreOptions.rules.beta,
  zeroDivision: averageOptions.rules.zeroDivision,
});

/** Precision, recall, F-beta, and support: the number of actual rows. */
export interface PrecisionRecallFscore {
  readonly precision: number;
  readonly recall: number;
  readonly fscore: number;
  readonly support: number;
}

/**
 * Precision, recall and F-beta in one call. F-beta is (1 + β²)·tp / ((1 + β²)·tp + β²·fn + fp).
 *
 * @throws `INVALID_OPTION` for `"binary"` on more than two classes, and what `confusionMatrix` throws.
 * @see    scikit-learn's `precision_recall_fscore_support`.
 * @example
 * precisionRecallFscore([0, 1, 1, 0], [0, 1, 0, 0]).recall; // => 0.5
 */
export function precisionRecallFscore(
  actual: Codes,
  predicted: Codes,
  options: FscoreOptions = {},
): PrecisionRecallFscore {
  const { average, positive, beta, zeroDivision } = fscoreOptions.resolve(options);
  const beta2 = beta ** 2;
  const all = classCounts(actual, predicted, "confusionMatrix");
  const score = (counts: ClassCounts) => scoreOf(counts, beta2, zeroDivision);
  if (average === "binary") {
    if (all.length > 2) {
      throw InvalidOption.create({
        option: "average",
        value: average,
        expected: '"micro", "macro" or "weighted" for more than two classes',
      });
    }
    return score(all[positive] ?? { tp: 0, fp: 0, fn: 0 });
  }
  const occurring = all.filter(({ tp, fp, fn }) => tp + fp + fn > 0);
  if (average === "micro") return score(occurring.reduce(addCounts));
  const scores = occurring.map(score);
  const weights = scores.map(({ support }) => (average === "macro" ? 1 : support));
  const total = weights.reduce((a, b) => a + b, 0);
  const mean = (name: "precision" | "recall" | "fscore") =>
    scores.reduce((sum, entry, k) => sum + entry[name] * weights[k]!, 0) / total;
  const support = scores.reduce((sum, entry) => sum + entry.support, 0);
  return { precision: mean("precision"), recall: mean("recall"), fscore: mean("fscore"), support };
}

/**
 * Precision, recall and F-beta of each class of a confusion matrix, in the order of the codes.
 *
 * @param options  `beta` and `zeroDivision`, as in {@link precisionRecallFscore}.
 * @throws `INVALID_OPTION`
 */
export function precisionRecallFscoreByClass(
  matrix: readonly (readonly number[])[],
  options: Pick<FscoreOptions, "beta" | "zeroDivision"> = {},
): PrecisionRecallFscore[] {
  return precisionRecallFscoreOf(countsByClass(matrix), options);
}

/** {@link precisionRecallFscoreByClass} of the counts of the classes. */
export function precisionRecallFscoreOf(
  counts: readonly ClassCounts[],
  options: Pick<FscoreOptions, "beta" | "zeroDivision"> = {},
): PrecisionRecallFscore[] {
  const { beta, zeroDivision } = byClassOptions.resolve(options);
  return counts.map((one) => scoreOf(one, beta * beta, zeroDivision));
}

/**
 * Precision: the share of positive rows among the rows predicted as positive, tp / (tp + fp).
 *
 * @throws What `precisionRecallFscore` throws.
 * @see    scikit-learn's `precision_score`.
 * @example
 * precisionScore([0, 1, 1, 0], [0, 1, 0, 0]); // => 1
 */
export function precisionScore(actual: Codes, predicted: Codes, options: AverageOptions = {}): number {
  return precisionRecallFscore(actual, predicted, options).precision;
}

/**
 * Recall: the share of the positive rows that are predicted as positive, tp / (tp + fn).
 *
 * @throws What `precisionRecallFscore` throws.
 * @see    scikit-learn's `recall_score`.
 * @example
 * recallScore([0, 1, 1, 0], [0, 1, 0, 0]); // => 0.5
 */
export function recallScore(actual: Codes, predicted: Codes, options: AverageOptions = {}): number {
  return precisionRecallFscore(actual, predicted, options).recall;
}

/**
 * F1: the harmonic mean of precision and recall, 2·tp / (2·tp + fp + fn).
 *
 * @throws What `precisionRecallFscore` throws.
 * @see    scikit-learn's `f1_score`.
 * @example
 * f1Score([0, 1, 1, 0], [0, 1, 0, 0]); // => 0.6666666666666666
 */
export function f1Score(actual: Codes, predicted: Codes, options: AverageOptions = {}): number {
  return precisionRecallFscore(actual, predicted, options).fscore;
}

/**
 * F-beta: the weighted harmonic mean of precision and recall. A `beta` above 1 gives recall more weight.
 *
 * @throws What `precisionRecallFscore` throws.
 * @see    scikit-learn's `fbeta_score`.
 * @example
 * fbetaScore([0, 1, 1, 0], [0, 1, 0, 0], 2); // => 0.5555555555555556
 */
export function fbetaScore(
  actual: Codes,
  predicted: Codes,
  beta: number,
  options: AverageOptions = {},
): number {
  checkOption("beta", beta, betaRule);
  return precisionRecallFscore(actual, predicted, { ...averageOptions.resolve(options), beta }).fscore;
}

function countsByClass(matrix: readonly (readonly number[])[]): ClassCounts[] {
  const { rows, columns } = marginsOf(matrix);
  return matrix.map((row, k) => ({ tp: row[k]!, fp: columns[k]! - row[k]!, fn: rows[k]! - row[k]! }));
}

function addCounts(a: ClassCounts, b: ClassCounts): ClassCounts {
  return { tp: a.tp + b.tp, fp: a.fp + b.fp, fn: a.fn + b.fn };
}

function scoreOf({ tp, fp, fn }: ClassCounts, beta2: number, zeroDivision: number): PrecisionRecallFscore {
  const ratio = (top: number, bottom: number) => (bottom === 0 ? zeroDivision : top / bottom);
  return {
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
    fscore: ratio((1 + beta2) * tp, (1 + beta2) * tp + beta2 * fn + fp),
    support: tp + fn,
  };
}
