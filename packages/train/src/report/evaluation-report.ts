import {
  type CsrMatrix,
  type FittedClassifier,
  type FittedVectorizer,
  type Labels,
  type LinearClassifier,
  ShapeMismatch,
} from "@imdb/core";
import {
  badge,
  charts,
  formatNumber,
  formatPercent,
  type Html,
  heatmap,
  highlightedText,
  histogram,
  html,
  keyValues,
  lineChart,
  notice,
  type PageSection,
  page,
  paragraph,
  stats,
  table,
} from "@imdb/core/report";
import { bootstrapIntervals, type Interval } from "../comparison/bootstrap-intervals.js";
import { codesFor, column, type Evaluation, evaluate } from "../evaluate.js";
import { confidentErrors } from "../explain/confident-errors.js";
import { explain } from "../explain/explain.js";
import { strongestFeatures } from "../explain/strongest-features.js";
import { calibrationCurve } from "../metrics/calibration-curve.js";
import { precisionRecallCurve } from "../metrics/precision-recall-curve.js";
import { rocCurve } from "../metrics/roc-curve.js";
import type { LearningCurve } from "../selection/learning-curve.js";

/** What {@link evaluationReport} shows. */
export interface EvaluationReportOptions {
  /** Heading. Default `"Evaluation"`. */
  readonly title?: string;
  /** One line under the heading: which data, which version. */
  readonly subtitle?: string;
  /** For the names of the strongest features, and for marking the words of errors. */
  readonly vectorizer?: FittedVectorizer;
  /** The texts of the rows; with the vectorizer, the worst errors are shown with their words marked. */
  readonly texts?: readonly string[];
  /** How the score grows with training rows. */
  readonly learningCurve?: LearningCurve;
  /** Resamples of the intervals; 0: none. Default 1000. */
  readonly resamples?: number;
  /** Seed of the resamples. Default 0. */
  readonly seed?: number;
}

/**
 * A self-contained HTML page about a model on labelled rows: figures with 95 % intervals, ROC, precision-recall
 * and calibration curves, confusion matrix, scores, strongest features, and the errors it was surest of. It
 * holds no script and loads nothing.
 *
 * @throws What `evaluate` throws; `SHAPE_MISMATCH` when there is not one text a row.
 */
export function evaluationReport(
  model: FittedClassifier,
  X: CsrMatrix,
  y: Labels,
  options: EvaluationReportOptions = {},
): string {
  const {
    title = "Evaluation",
    subtitle,
    vectorizer,
    texts,
    learningCurve,
    resamples = 1000,
    seed = 0,
  } = options;
  if (texts && texts.length !== X.rows) {
    throw ShapeMismatch.create({ what: "Texts", expected: X.rows, actual: texts.length });
  }
  const evaluation = evaluate(model, X, y);
  const p = model.predictProba(X);
  const actual = codesFor(model.classes, y);
  const intervals =
    resamples > 0 ? bootstrapIntervals(model.classes.length, p, actual, { resamples, seed }) : {};
  const sections: PageSection[] = [
    { title: "Errors by class", body: [confusion(evaluation), perClass(evaluation)] },
    ...(model.classes.length === 2 ? [curves(model.classes, p, actual)] : []),
    ...(learningCurve ? [{ title: "Learning curve", body: learningChart(learningCurve) }] : []),
    ...(vectorizer && isLinear(model) ? [features(model, vectorizer)] : []),
    ...(texts && vectorizer ? [worst(model, vectorizer, texts, p, actual)] : []),
    {
      title: "Model",
      body: keyValues(
        Object.entries({ kind: model.kind, ...model.params }).map(([k, v]) => [k, show(v)] as const),
      ),
    },
  ];
  return page({
    title,
    subtitle: subtitle ?? `${model.kind} on ${formatNumber(evaluation.rows)} rows`,
    lead: [...evaluation.warnings.map((warning) => notice("warn", warning)), headline(evaluation, intervals)],
    sections,
    footer: "Intervals: 95 %, percentile bootstrap over the rows evaluated.",
  });
}

function headline(evaluation: Evaluation, intervals: Readonly<Record<string, Interval>>): Html {
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

function confusion({ classes, confusionMatrix }: Evaluation): Html {
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

function perClass({ perClass: rows }: Evaluation): Html {
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

function curves([negative, positive]: readonly string[], p: Float64Array, actual: Int32Array): PageSection {
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

function learningChart({ rows, mean, std }: LearningCurve): Html {
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

function features(model: LinearClassifier, vectorizer: FittedVectorizer): PageSection {
  const labels = model.classes.length === 2 ? [model.classes[1]!] : model.classes.slice(0, 20);
  const names = vectorizer.featureNames();
  const body = labels.map((label) => {
    const strongest = strongestFeatures(model, names, 20, { label });
    const rows = Array.from({ length: Math.max(strongest.for.length, strongest.against.length) }, (_, k) => [
      strongest.for[k]?.name ?? "",
      strongest.for[k]?.weight.toFixed(3) ?? "",
      strongest.against[k]?.name ?? "",
      strongest.against[k]?.weight.toFixed(3) ?? "",
    ]);
    return table({
      caption: `Strongest features for and against ${label}`,
      columns: [
        { header: "for" },
        { header: "weight", kind: "number" },
        { header: "against" },
        { header: "weight", kind: "number" },
      ],
      rows,
    });
  });
  return { title: "Strongest features", body };
}

function worst(
  model: FittedClassifier,
  vectorizer: FittedVectorizer,
  texts: readonly string[],
  p: Float64Array,
  actual: Int32Array,
): PageSection {
  const errors = confidentErrors(p, actual, model.classes.length, 10);
  const body = errors.map(({ row, actual: truth, predicted, probability }) => {
    const text = texts[row]!;
    const head = html`<h3>Row ${row}: ${badge("fail", model.classes[predicted]!)} with ${formatPercent(probability)}, labelled ${badge("info", model.classes[truth]!)}</h3>`;
    return [head, highlightedText(text, isLinear(model) ? spans(model, vectorizer, text, predicted) : [])];
  });
  const title = "Errors it was surest of";
  if (errors.length === 0) return { title, body: notice("pass", "There are no errors.") };
  const legend =
    "Green words spoke for the predicted class, red ones against it; the strongest are underlined.";
  return { title, body: [isLinear(model) ? paragraph(legend) : null, body] };
}

/** A feature's contribution, shared out evenly over the places where it stands. */
function spans(model: LinearClassifier, vectorizer: FittedVectorizer, text: string, predicted: number) {
  return explain(model, vectorizer, text, { label: model.classes[predicted]! }).contributions.flatMap(
    ({ spans: places, contribution }) =>
      places.map((place) => ({ ...place, weight: contribution / places.length })),
  );
}

function isLinear(model: FittedClassifier): model is LinearClassifier {
  return "coef" in model && "intercept" in model;
}

function show(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
