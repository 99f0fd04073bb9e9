import type { Evaluation, Interval } from "@imdb/measures";
import { type Html, heatmap, stats, table } from "@imdb/report";

const HEADLINE = [
  ["coverage", "coverage"],
  ["accuracy", "accuracy"],
  ["f1", "F1"],
  ["rocAuc", "ROC AUC"],
  ["logLoss", "log loss"],
  ["brier", "Brier score"],
  ["expectedCalibrationError", "calibration error"],
] as const;
const OF_ONE_CLASS: readonly string[] = ["f1", "expectedCalibrationError"];

/** The most important metrics, with their intervals. One that the evaluation leaves out is not shown. */
export function headline(evaluation: Evaluation, intervals: Readonly<Record<string, Interval>>): Html {
  return stats(
    HEADLINE.flatMap(([name, label]) => {
      const value = evaluation[name];
      if (value === undefined) return [];
      const interval = intervals[name];
      const about = OF_ONE_CLASS.includes(name) && evaluation.positive !== undefined;
      return {
        label: about ? `${label} of ${evaluation.positive}` : label,
        value: value === null ? "not defined" : value.toFixed(4),
        ...(interval && { note: `${interval.low.toFixed(4)} to ${interval.high.toFixed(4)}` }),
      };
    }),
  );
}

/** The confusion matrix as a heat map. */
export function confusion({ classes, confusionMatrix }: Evaluation): Html {
  return heatmap({
    title: "Confusion matrix",
    rows: classes,
    columns: classes,
    rowLabel: "actual",
    columnLabel: "predicted",
    values: confusionMatrix,
    shade: "row",
  });
}

/** The table of precision, recall and F1 of each class. */
export function perClass({ perClass: rows }: Evaluation): Html {
  return table({
    caption: "Scores by class",
    columns: [
      { header: "class" },
      ...["precision", "recall", "F1", "rows"].map((header) => ({ header, kind: "number" as const })),
    ],
    rows: rows.map(({ label, precision, recall, f1, support }) => [
      label,
      ...[precision, recall, f1].map((score) => score.toFixed(4)),
      support,
    ]),
  });
}
