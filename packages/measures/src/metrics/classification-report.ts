import { checkOption, stringList } from "@imdb/core/options";

import { LabelOutOfRange } from "../errors.js";
import type { Codes } from "./checks.js";
import { type ClassCounts, classCounts } from "./class-counts.js";
import { precisionRecallFscoreOf } from "./precision-recall-fscore.js";

/** The scores of one class, or of an average over the classes. */
export interface ReportRow {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Number of rows of the class. */
  readonly support: number;
}

/** Precision, recall and F1 of every class, and their averages. JSON-safe. */
export interface ClassificationReport {
  readonly perClass: readonly (ReportRow & { readonly label: string })[];
  readonly accuracy: number;
  /** The unweighted mean over the classes. */
  readonly macroAverage: ReportRow;
  /** The mean over the classes, weighted by support. */
  readonly weightedAverage: ReportRow;
}

/**
 * Precision, recall and F1 of every class, and their averages: the numbers of scikit-learn's `classification_report`
 * with all classes passed as `labels`. {@link formatClassificationReport} makes the text of it.
 *
 * @param classes  The labels, by code. A class without rows counts in the unweighted mean.
 * @param options  `zeroDivision`: the value of 0/0. Default 0.
 * @throws `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`, `UNDEFINED_METRIC` when there are no rows.
 * @example
 * const report = classificationReport([0, 1, 1, 1], [0, 1, 1, 0], ["neg", "pos"]);
 * report.perClass[1]?.precision; // => 1
 * report.accuracy; // => 0.75
 */
export function classificationReport(
  actual: Codes,
  predicted: Codes,
  classes: readonly string[],
  options: { readonly zeroDivision?: 0 | 1 } = {},
): ClassificationReport {
  checkOption("classes", classes, stringList);
  const counts = classCounts(actual, predicted, "confusionMatrix", classes.length);
  if (counts.length > classes.length) {
    const row = Array.from(actual).findIndex((code, i) => Math.max(code, predicted[i]!) >= classes.length);
    const code = Math.max(actual[row]!, predicted[row]!);
    throw LabelOutOfRange.create({ row, code, classes: classes.length });
  }
  const perClass = scoresByLabel(counts, classes, options);
  const correct = counts.reduce((sum, { tp }) => sum + tp, 0);
  return {
    perClass,
    accuracy: correct / actual.length,
    macroAverage: average(perClass, () => 1),
    weightedAverage: average(perClass, ({ support }) => support),
  };
}

/** Precision, recall and F1 of every class. */
export function scoresByLabel(
  counts: readonly ClassCounts[],
  classes: readonly string[],
  options: { readonly zeroDivision?: 0 | 1 } = {},
): (ReportRow & { readonly label: string })[] {
  return precisionRecallFscoreOf(counts, options).map((scores, k) => ({
    label: classes[k]!,
    precision: scores.precision,
    recall: scores.recall,
    f1: scores.fscore,
    support: scores.support,
  }));
}

function average(rows: readonly ReportRow[], weightOf: (row: ReportRow) => number): ReportRow {
  const total = rows.reduce((sum, row) => sum + weightOf(row), 0);
  const mean = (name: "precision" | "recall" | "f1") =>
    rows.reduce((sum, row) => sum + weightOf(row) * row[name], 0) / total;
  return {
    precision: mean("precision"),
    recall: mean("recall"),
    f1: mean("f1"),
    support: rows.reduce((sum, { support }) => sum + support, 0),
  };
}
