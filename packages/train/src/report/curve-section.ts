import { calibrationCurve, column, precisionRecallCurve, rocCurve } from "@imdb/measures";
import { charts, type Html, histogram, lineChart, type PageSection } from "@imdb/report";
import type { LearningCurve } from "../selection/learning-curve.js";

/** What two classes' probabilities are worth: ROC, precision and recall, calibration, scores. */
export function curves(
  [negative, positive]: readonly string[],
  p: Float64Array,
  actual: Int32Array,
): PageSection {
  const scores = column(p, 2, 1);
  const figures: Html[] = [];
  const positives = actual.reduce((sum, code) => sum + code, 0);
  if (positives > 0 && positives < actual.length) {
    const roc = rocCurve(actual, scores);
    figures.push(
      lineChart({
        title: "ROC curve",
        series: [{ name: positive!, x: roc.fpr, y: roc.tpr }],
        x: { label: "false positive rate", min: 0, max: 1 },
        y: { label: "true positive rate", min: 0, max: 1 },
        diagonal: "identity",
      }),
    );
  }
  if (positives > 0) {
    const pr = precisionRecallCurve(actual, scores);
    figures.push(
      lineChart({
        title: "Precision and recall",
        series: [{ name: positive!, x: pr.recall, y: pr.precision }],
        x: { label: "recall", min: 0, max: 1 },
        y: { label: "precision", min: 0, max: 1 },
      }),
    );
  }
  const bins = calibrationCurve(actual, scores, { bins: 15 });
  figures.push(
    lineChart({
      title: "Calibration",
      series: [
        {
          name: positive!,
          x: bins.map((bin) => bin.predicted),
          y: bins.map((bin) => bin.actual),
          marks: "points",
        },
      ],
      x: { label: "predicted probability", min: 0, max: 1 },
      y: { label: "observed share", min: 0, max: 1 },
      diagonal: "identity",
    }),
    histogram({
      title: "Scores",
      label: `probability of ${positive}`,
      range: [0, 1],
      series: [
        { name: `actual ${negative}`, values: scores.filter((_, i) => actual[i] === 0) },
        { name: `actual ${positive}`, values: scores.filter((_, i) => actual[i] === 1) },
      ],
    }),
  );
  return { title: "Curves", body: charts(...figures) };
}

/** How the score grows with training rows. */
export function learningChart({ rows, mean, std }: LearningCurve): Html {
  return lineChart({
    title: "Accuracy on held-out rows by training rows",
    size: "wide",
    series: [
      {
        name: "mean of the folds, ± 1 standard deviation",
        x: rows,
        y: mean,
        marks: "points",
        band: { low: mean.map((value, k) => value - std[k]!), high: mean.map((value, k) => value + std[k]!) },
      },
    ],
    x: { label: "training rows" },
    y: { label: "accuracy" },
  });
}
