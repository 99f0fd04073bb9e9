import {
  type CsrMatrix,
  type FittedClassifier,
  type FittedVectorizer,
  type Labels,
  linearWeightsOf,
  ShapeMismatch,
} from "@imdb/core";
import {
  anObject,
  fittedVectorizerRule,
  integer,
  optional,
  optionsOf,
  seed as seedRule,
  stringList,
  text,
} from "@imdb/core/options";
import { charts, formatNumber, keyValues, notice, type PageSection, page } from "@imdb/report";
import { evaluateRows } from "../evaluate.js";
import { checkMatrix } from "../fitting/arguments.js";
import type { LearningCurve } from "../selection/learning-curve.js";
import { curves, learningChart } from "./curve-section.js";
import { features, worst } from "./explained-sections.js";
import { confusion, headline, perClass } from "./score-figures.js";

/** Options of {@link evaluationReport}. */
export interface EvaluationReportOptions {
  /** The heading. Default `"Evaluation"`. */
  readonly title?: string;
  /** One line under the heading, such as the data and its version. Default: the kind of the model and the rows. */
  readonly subtitle?: string;
  /** The fitted vectorizer. With it the page shows the strongest features, and marks words in `texts`. */
  readonly vectorizer?: FittedVectorizer;
  /** The texts of the rows. With them and the vectorizer, the page shows the most confident errors. */
  readonly texts?: readonly string[];
  /** The result of `learningCurve`. */
  readonly learningCurve?: LearningCurve;
  /** Resamples of the intervals. 0: no intervals. Default 1000. */
  readonly resamples?: number;
  /** Seed of the resamples. Default 0. */
  readonly seed?: number;
}

const reportOptions = optionsOf<
  EvaluationReportOptions,
  "subtitle" | "vectorizer" | "texts" | "learningCurve"
>({
  title: ["Evaluation", text],
  subtitle: optional(text),
  vectorizer: optional(fittedVectorizerRule),
  texts: optional(stringList),
  learningCurve: optional(anObject<LearningCurve>("a result of learningCurve")),
  resamples: [1000, integer(0, 1_000_000)],
  seed: [0, seedRule],
});

/**
 * An HTML page with the evaluation of a model on labelled rows: metrics with 95 % intervals, ROC, precision-recall and
 * calibration curves, confusion matrix, distribution of scores, strongest features, and the most confident errors. The
 * page is self-contained: it has no script and loads no other file.
 *
 * @throws What `evaluate` throws; `SHAPE_MISMATCH` when there is not one text per row; `INVALID_OPTION`
 */
export function evaluationReport(
  model: FittedClassifier,
  X: CsrMatrix,
  y: Labels,
  options: EvaluationReportOptions = {},
): string {
  const { title, subtitle, vectorizer, texts, learningCurve, resamples, seed } =
    reportOptions.resolve(options);
  checkMatrix(X);
  if (texts && texts.length !== X.rows) {
    throw ShapeMismatch.create({ what: "Texts", expected: X.rows, actual: texts.length });
  }
  const { evaluation, probabilities: p, actual, intervals } = evaluateRows(model, X, y, { resamples, seed });
  const sections: PageSection[] = [
    { title: "Errors by class", body: charts(confusion(evaluation), perClass(evaluation)) },
    ...(model.classes.length === 2 ? [curves(model.classes, p, actual)] : []),
    ...(learningCurve ? [{ title: "Learning curve", body: learningChart(learningCurve) }] : []),
    ...(vectorizer && linearWeightsOf(model) ? [features(model, vectorizer)] : []),
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
