import {
  type CsrMatrix,
  type FittedClassifier,
  type FittedVectorizer,
  isLinear,
  type Labels,
  ShapeMismatch,
} from "@imdb/core";
import { charts, formatNumber, keyValues, notice, type PageSection, page } from "@imdb/report";
import { evaluateRows } from "../evaluate.js";
import type { LearningCurve } from "../selection/learning-curve.js";
import { curves, learningChart } from "./curve-section.js";
import { features, worst } from "./explained-sections.js";
import { confusion, headline, perClass } from "./score-figures.js";

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
  const { evaluation, probabilities: p, actual, intervals } = evaluateRows(model, X, y, { resamples, seed });
  const sections: PageSection[] = [
    { title: "Errors by class", body: charts(confusion(evaluation), perClass(evaluation)) },
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

function show(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
