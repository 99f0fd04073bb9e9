import type { DecisionRule } from "@imdb/core";
import { checkOption } from "@imdb/core/options";
import { withField } from "../arguments.js";
import type { ReportRow } from "./classification-report.js";

const evaluationRule = withField<Evaluation>("an evaluation, as evaluate returns it", "logLoss");

/** The scores of one class. */
export type ClassEvaluation = ReportRow & { readonly label: string };

/**
 * The metrics of a model on labelled rows. JSON-safe.
 *
 * Precision, recall, F1, average precision and the calibration error of two classes are about one of them. They are left
 * out unless it is named with `positive`. The metrics of predicted labels are about the rows in which the decision rule says
 * a label. They are left out where it abstains in all rows.
 */
export interface Evaluation {
  readonly classes: readonly string[];
  /** The class, of two, that precision, recall, F1, average precision and the calibration error are about. */
  readonly positive?: string;
  /** The rule by which probabilities became labels. Left out: the most probable label. */
  readonly decision?: DecisionRule;
  readonly rows: number;
  /** Number of rows in which the decision rule abstains. Only for a rule that may. */
  readonly abstained?: number;
  /** Share of rows in which the decision rule says a label. Only for a rule that may abstain. */
  readonly coverage?: number;
  /** `"binary"`: precision, recall and F1 are of class `positive`; `"macro"`: the mean over more than two classes. */
  readonly average: "binary" | "macro";
  /** Share of rows that are predicted right. */
  readonly accuracy?: number;
  readonly balancedAccuracy?: number;
  readonly precision?: number;
  readonly recall?: number;
  readonly f1?: number;
  /** The mean of each class against the rest. For two classes it is the same for both. `null` when a class has no row. */
  readonly rocAuc: number | null;
  /** Of `positive`. `null` for more than two classes, or when that class has no row. */
  readonly averagePrecision?: number | null;
  /** In nats. */
  readonly logLoss: number;
  readonly brier: number;
  /** With 15 bins of equal width. Of `positive`; for more than two classes, of the predicted class. */
  readonly expectedCalibrationError?: number;
  readonly matthewsCorrelation?: number;
  /** `null` when all actual and predicted classes are the same one. */
  readonly cohenKappa?: number | null;
  /** `[actual][predicted]`, in the order of `classes`. Rows in which the decision rule abstains are not counted. */
  readonly confusionMatrix: readonly (readonly number[])[];
  /** Empty where the decision rule abstains in all rows. */
  readonly perClass: readonly ClassEvaluation[];
  /** The metrics that are not defined here, with the reason, and the warnings of the fit. */
  readonly warnings: readonly string[];
}

/** An evaluation without a rule that abstains: every row has a predicted label. */
export interface DecidedEvaluation extends Evaluation {
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly matthewsCorrelation: number;
  readonly cohenKappa: number | null;
}

/** A {@link DecidedEvaluation} about a positive class, which has all metrics of it. */
export interface PositiveEvaluation extends DecidedEvaluation {
  readonly positive: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly averagePrecision: number | null;
  readonly expectedCalibrationError: number;
}

const COUNTS = ["rows", "abstained"];

/**
 * The single numbers of an evaluation that are defined, for a tracker or the manifest of a bundle. The result says in the
 * field `positive`, which is not one of its keys, which class they are about (`null`: the mean over more than two): a gate
 * compares no others.
 *
 * @throws `INVALID_OPTION`
 */
export function evaluationMetrics(evaluation: Evaluation): Record<string, number> {
  checkOption("evaluation", evaluation, evaluationRule);
  const numbers: Record<string, number> = {};
  for (const [name, value] of Object.entries(evaluation)) {
    if (typeof value === "number" && !COUNTS.includes(name)) numbers[name] = value;
  }
  const { average, positive = average === "macro" ? null : undefined } = evaluation;
  // Not a key: it is no number, and is neither logged nor stored.
  return Object.defineProperty(numbers, "positive", { value: positive, configurable: true });
}
