import { positiveIndex } from "@imdb/core";
import { calibrationCurve, column, precisionRecallCurve, rocCurve } from "@imdb/measures";
import { charts, type Html, histogram, lineChart, notice, type PageSection } from "@imdb/report";
import type { LearningCurve } from "../selection/learning-curve.js";

/** The section with the curves of the positive class of a binary model: ROC, precision and recall, calibration, distribution of scores. */
export function curves(
  classes: readonly string[],
  positive: string,
  p: Float64Array,
  codes: Int32Array,
): PageSection {
  const code = positiveIndex(classes, positive);
  const negative = classes[1 - code]!;
  const actual = codes.map((one) => (one === code ? 1 : 0));
  const scores = column(p, 2, code);
  const figures: Html[] = [];
  const positives = actual.reduce((sum, one) => sum + one, 0);
  const name = positive;
  if (positives > 0 && positives < actual.length) {
    const { fpr, tpr } = rocCurve(actual, scores);
    const axes = ["false positive rate", "true positive rate"] as const;
    figures.push(unitChart("ROC curve", axes, { name, x: fpr, y: tpr }, "identity"));
  }
  if (positives > 0) {
    const { recall, precision } = precisionRecallCurve(actual, scores);
    const title = "Precision and recall";
    figures.push(unitChart(title, ["recall", "precision"], { name, x: recall, y: precision }));
  }
  const bins = calibrationCurve(actual, scores, { bins: 15 });
  const [x, y] = [bins.map((bin) => bin.predicted), bins.map((bin) => bin.actual)];
  const axes = ["predicted probability", "observed share"] as const;
  figures.push(
    unitChart("Calibration", axes, { name, x, y, marks: "points" }, "identity"),
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

/** A chart whose axes range from 0 to 1. */
function unitChart(
  title: string,
  [x, y]: readonly [x: string, y: string],
  series: Parameters<typeof lineChart>[0]["series"][number],
  diagonal?: "identity",
): Html {
  return lineChart({
    title,
    series: [series],
    x: { label: x, min: 0, max: 1 },
    y: { label: y, min: 0, max: 1 },
    ...(diagonal && { diagonal }),
  });
}

/** The chart of a learning curve, and notices for the numbers of rows that have no value. */
export function learningChart(curve: LearningCurve): readonly Html[] {
  const points = curve.rows.flatMap((rows, k) => {
    const [mean, std] = [curve.mean[k] ?? null, curve.std[k] ?? null];
    return mean === null || std === null ? [] : [{ rows, mean, std }];
  });
  const notices = (curve.warnings ?? []).map((warning) => notice("warn", warning));
  if (points.length === 0) return notices;
  const chart = lineChart({
    title: `${curve.scoring === "accuracy" ? "Accuracy" : curve.scoring} on held-out rows by training rows`,
    size: "wide",
    series: [
      {
        name: "mean of the folds, ± 1 standard deviation",
        x: points.map(({ rows }) => rows),
        y: points.map(({ mean }) => mean),
        marks: "points",
        band: {
          low: points.map(({ mean, std }) => mean - std),
          high: points.map(({ mean, std }) => mean + std),
        },
      },
    ],
    x: { label: "training rows" },
    y: { label: curve.scoring },
  });
  return [...notices, chart];
}
