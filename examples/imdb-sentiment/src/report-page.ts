import { charts, formatNumber, heatmap, keyValues, page, stats, table } from "@imdb/report";
import type { PositiveEvaluation, StrongestFeatures } from "@imdb/train";
import type { Summary } from "./summary.js";

/** The report of the run as one HTML page. */
export function reportPage(
  evaluation: PositiveEvaluation,
  strongest: StrongestFeatures,
  data: Summary["data"],
  predictions: Summary["predictions"],
): string {
  const { classes, confusionMatrix } = evaluation;
  const score = (value: number | null) => (value === null ? "undefined" : value.toFixed(4));
  return page({
    title: "Movie-review sentiment",
    subtitle: `${data.source}`,
    lead: stats([
      { label: "accuracy", value: score(evaluation.accuracy) },
      { label: "F1", value: score(evaluation.f1) },
      { label: "ROC AUC", value: score(evaluation.rocAuc) },
      { label: "log loss", value: score(evaluation.logLoss) },
      { label: "calibration error", value: score(evaluation.expectedCalibrationError) },
    ]),
    sections: [
      {
        title: "Confusion",
        body: charts(
          heatmap({
            title: "Test documents by true and predicted label",
            rows: classes,
            columns: classes,
            rowLabel: "true label",
            columnLabel: "predicted label",
            values: confusionMatrix,
            shade: "row",
          }),
        ),
      },
      {
        title: `Strongest terms for and against ${strongest.label}`,
        body: [terms("For", strongest.for), terms("Against", strongest.against)],
      },
      {
        title: "Predictions of the served model",
        body: table({
          caption: "Five texts sent to the service",
          columns: [{ header: "text" }, { header: "label" }, { header: "probability", kind: "number" }],
          rows: predictions.map(({ text, label, probability }) => [text, label, probability.toFixed(3)]),
        }),
      },
      {
        title: "Data",
        body: [
          keyValues({
            version: data.version,
            documents: formatNumber(data.documents),
            train: formatNumber(data.train),
            test: formatNumber(data.test),
          }),
          table({
            caption: "What the checks found",
            columns: [{ header: "check" }, { header: "severity" }, { header: "finding" }],
            rows: data.findings.map(({ check, severity, message }) => [check, severity, message]),
          }),
        ],
      },
    ],
  });
}

function terms(caption: string, list: StrongestFeatures["for"]) {
  return table({
    caption,
    columns: [{ header: "term" }, { header: "weight", kind: "number" }],
    rows: list.map(({ name, weight }) => [name, weight.toFixed(3)]),
  });
}
