import { seededRandom } from "@imdb/core";
import * as report from "../index.js";

const { badge, barChart, charts, heatmap, histogram, html, lineChart, parallelCoordinates } = report;
const { table, timeline } = report;

/** A page with every chart and block of the package, and with hostile texts. */
export function examplePage(hostile = "<script>alert(1)</script>"): string {
  const samples = drawSamples();
  return report.page({
    title: `Evaluation of sentiment-lr ${hostile}`,
    subtitle: html`25,000 test reviews, data version <code>sha256:5f0c…</code>`,
    lead: exampleLead(hostile),
    sections: [
      { title: "Curves", body: charts(...modelCharts(samples, hostile), ...timeCharts(samples, hostile)) },
      { title: "Tables", body: exampleTables(hostile) },
      { title: "Worst errors", body: exampleErrors(hostile) },
      { title: "Logs", body: exampleLogs(hostile) },
      { title: "Without data", body: emptyCharts() },
    ],
    footer: "Made by @imdb/train 0.0.0.",
  });
}

/** The random values of the page, drawn in a fixed order. */
function drawSamples() {
  const random = seededRandom(11);
  const normal = (n: number, mean: number, deviation: number) =>
    Float64Array.from({ length: n }, () => mean + deviation * random.normal());
  const scores = [normal(12_500, 0.35, 0.15), normal(12_500, 0.68, 0.14)];
  const days = Float64Array.from({ length: 28 }, (_, i) => Date.UTC(2026, 0, 4) + i * 86_400_000);
  const daily = days.map((_, i) => (i === 9 ? Number.NaN : 0.907 - i * 0.0009 + 0.004 * random.normal()));
  return { scores, days, daily, reviewLengths: normal(2000, 230, 90) };
}

type Samples = ReturnType<typeof drawSamples>;

function exampleLead(hostile: string): report.HtmlChild {
  return [
    report.stats([
      { label: "accuracy", value: 0.90652, note: "95% interval 0.9028 to 0.9101" },
      { label: "calibration error", value: 0.0312, note: "limit 0.02", tone: "fail" },
      { label: "documents", value: 25_000 },
    ]),
    report.notice(
      "warn",
      html`The solver stopped at its limit of 100 steps ${hostile}; see ${report.link("#s2", "the parameters")}.`,
    ),
  ];
}

/** A band of constant width around values. */
function bandAround(y: ArrayLike<number>, half: number) {
  return {
    low: Array.from(y, (value) => value - half),
    high: Array.from(y, (value) => value + half),
  };
}

function modelCharts({ scores }: Samples, hostile: string): report.Html[] {
  const fpr = Float64Array.from({ length: 5001 }, (_, i) => i / 5000);
  const classes = ["negative", "positive"];
  const sizes = [500, 1000, 2500, 5000, 10_000, 25_000];
  const learningCurve = sizes.map((n) => 1 - 1.3 * n ** -0.26);
  const measured = [0.9065, 0.9072, 0.9057, 0.9064];
  return [
    lineChart({
      title: "ROC curve",
      x: { label: "false positive rate", min: 0, max: 1 },
      y: { label: "true positive rate", min: 0, max: 1 },
      diagonal: "identity",
      series: [
        { name: "logistic regression", x: fpr, y: fpr.map((x) => x ** 0.08) },
        { name: "naive Bayes", x: fpr, y: fpr.map((x) => x ** 0.15) },
      ],
    }),
    histogram({
      title: "Scores by true label",
      label: "probability of positive",
      range: [0, 1],
      series: classes.map((name, i) => ({ name, values: scores[i]! })),
    }),
    heatmap({
      title: "Confusion matrix",
      rows: classes,
      columns: classes,
      rowLabel: "true label",
      columnLabel: "predicted label",
      values: [
        [11342, 1158],
        [1179, 11321],
      ],
    }),
    lineChart({
      title: "Learning curve",
      x: { label: "training reviews", scale: "log" },
      y: { label: "accuracy" },
      series: [
        { name: "test", x: sizes, y: learningCurve, band: bandAround(learningCurve, 0.008), marks: "points" },
        { name: "train", x: sizes, y: [1, 0.999, 0.997, 0.995, 0.993, 0.99] },
      ],
    }),
    barChart({
      title: "Strongest words",
      label: "weight",
      categories: ["great", "excellent", "wonderful", "boring", "waste", "worst", hostile],
      series: [{ name: "weight", values: [9.14, 8.72, 6.9, -7.1, -8.6, -11.2, 0.5] }],
    }),
    barChart({
      title: "Metrics with 95% intervals",
      label: "score",
      max: 1,
      categories: ["accuracy", "precision", "recall", "F1"],
      series: [
        {
          name: "this model",
          values: measured,
          intervals: measured.map((x) => [x - 0.004, x + 0.004]),
        },
        { name: "before", values: [0.887, 0.89, 0.88, 0.885] },
      ],
    }),
  ];
}

function timeCharts({ days, daily, reviewLengths }: Samples, hostile: string): report.Html[] {
  return [
    histogram({
      title: "Words in a review",
      label: "words",
      series: [{ name: "words", values: [...reviewLengths, Number.NaN] }],
    }),
    lineChart({
      title: "Accuracy by day",
      size: "wide",
      x: { label: "day (UTC)", scale: "time" },
      y: { label: "accuracy" },
      rules: [{ axis: "y", value: 0.9, label: "threshold 0.9" }],
      series: [{ name: "accuracy", x: days, y: daily, band: bandAround(daily, 0.006) }],
      note: "No predictions were labelled on 13 January.",
    }),
    timeline({
      title: "Tasks",
      bars: [
        { label: "load", start: 0, end: 2300, tone: "pass" },
        { label: "vectorize", start: 2300, end: 7900, tone: "pass" },
        { label: "fit (attempt 1)", start: 7900, end: 8900, tone: "fail", note: hostile },
        { label: "fit (attempt 2)", start: 9100, end: 12_400, tone: "warn" },
        { label: "evaluate", start: 12_400, end: 12_400, tone: "muted", note: "cached" },
      ],
    }),
  ];
}

function exampleTables(hostile: string): report.HtmlChild {
  return [
    table({
      caption: "Drift by column",
      columns: ["column", "method", "score", "threshold", "result"].map((header, i) => ({
        header,
        kind: i === 2 || i === 3 ? "number" : "text",
      })),
      rows: [
        ["text length", "Wasserstein", 0.1312, 0.1, badge("fail", "drift")],
        ["label", "Jensen–Shannon", 0.0031, 0.1, badge("pass", "no drift")],
        [hostile, "Kolmogorov–Smirnov", Number.NaN, 0.05, badge("warn", "too few values")],
        ["new column", "none", 1234567, 1e-9, badge("muted", "skipped")],
      ],
    }),
    table({ caption: "Rows in quarantine", columns: [{ header: "row" }], rows: [] }),
    report.keyValues({ model: "logistic regression", C: 10, converged: "no", path: "bundles/lr" }),
  ];
}

function exampleErrors(hostile: string): report.HtmlChild {
  return [
    report.paragraph("Words for the prediction are green, words against it red."),
    report.highlightedText(`A truly great cast, wasted. ${hostile} Not good at all \u{1f600}.`, [
      { start: 8, end: 13, weight: 2 },
      { start: 20, end: 26, weight: -1.6 },
      { start: 28 + hostile.length + 1, end: 28 + hostile.length + 9, weight: -0.7 },
    ]),
  ];
}

function exampleLogs(hostile: string): report.HtmlChild {
  return report.details("12 lines", report.preformatted(`12:00:01 fit: started\n12:00:02 fit: ${hostile}\n`));
}

function emptyCharts(): report.Html {
  return charts(
    lineChart({ title: "No points", x: { label: "x" }, y: { label: "y" }, series: [] }),
    histogram({ title: "No values", label: "x", series: [{ name: "a", values: [Number.NaN] }] }),
    barChart({ title: "No bars", label: "x", categories: [], series: [] }),
    heatmap({ title: "No cells", rows: [], columns: [], rowLabel: "a", columnLabel: "b", values: [] }),
    timeline({ title: "No tasks", bars: [] }),
    parallelCoordinates({ title: "No lines", lines: [], axes: [] }),
  );
}
