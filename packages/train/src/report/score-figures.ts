import type { Evaluation, Interval } from "@imdb/measures";
import { type Html, heatmap, stats, table } from "@imdb/report";

/** The single figures, with their intervals. */
export function headline(evaluation: Evaluation, intervals: Readonly<Record<string, Interval>>): Html {
  const names = ["accuracy", "f1", "rocAuc", "logLoss", "brier", "expectedCalibrationError"] as const;
  const labels = {
    accuracy: "accuracy",
    f1: "F1",
    rocAuc: "ROC AUC",
    logLoss: "log loss",
    brier: "Brier score",
    expectedCalibrationError: "calibration error",
  };
  return stats(
    names.map((name) => {
      const value = evaluation[name];
      const interval = intervals[name];
      return {
        label: labels[name],
        value: value === null ? "not defined" : value.toFixed(4),
        ...(interval && { note: `${interval.low.toFixed(4)} to ${interval.high.toFixed(4)}` }),
      };
    }),
  );
}

/** Actual against predicted classes. */
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

/** Precision, recall and F1 of each class. */
export function perClass({ perClass: rows }: Evaluation): Html {
  return table({
    caption: "Scores by class",
    columns: [
      { header: "class" },
      { header: "precision", kind: "number" },
      { header: "recall", kind: "number" },
      { header: "F1", kind: "number" },
      { header: "rows", kind: "number" },
    ],
    rows: rows.map((row) => [
      row.label,
      row.precision.toFixed(4),
      row.recall.toFixed(4),
      row.f1.toFixed(4),
      row.support,
    ]),
  });
}
