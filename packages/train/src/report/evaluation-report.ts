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
import { type Evaluation, type EvaluationOptions, evaluationRules } from "@imdb/measures";
import { charts, formatNumber, keyValues, notice, type PageSection, page } from "@imdb/report";
import { evaluateRows } from "../evaluate.js";
import { checkMatrix } from "../fitting/arguments.js";
import type { LearningCurve } from "../selection/learning-curve.js";
import { curves, learningChart } from "./curve-section.js";
import { features, worst } from "./explained-sections.js";
import { confusion, headline, perClass } from "./score-figures.js";

/** Options of {@link evaluationReport}. */
export interface EvaluationReportOptions extends EvaluationOptions {
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
  "subtitle" | "vectorizer" | "texts" | "learningCurve" | "positive" | "decision"
>({
  ...evaluationRules,
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
 * page is self-contained: it has no script and loads no other file. The curves are those of the positive class.
 *
 * @throws What `evaluate` throws; `SHAPE_MISMATCH` when there is not one text per row; `INVALID_OPTION`
 */
export function evaluationReport(
  model: FittedClassifier,
  X: CsrMatrix,
  y: Labels,
  options: EvaluationReportOptions = {},
): string {
  const { title, subtitle, vectorizer, texts, learningCurve, ...evaluated } = reportOptions.resolve(options);
  checkMatrix(X);
  if (texts && texts.length !== X.rows) {
    throw ShapeMismatch.create({ what: "Texts", expected: X.rows, actual: texts.length });
  }
  const { evaluation, probabilities: p, actual, intervals } = evaluateRows(model, X, y, evaluated);
  const { positive, decision } = evaluation;
  const sections: PageSection[] = [
    { title: "Errors by class", body: charts(confusion(evaluation), perClass(evaluation)) },
    ...(positive === undefined ? [] : [curves(model.classes, positive, p, actual)]),
    ...(learningCurve ? [{ title: "Learning curve", body: learningChart(learningCurve) }] : []),
    ...(vectorizer && linearWeightsOf(model) ? [features(model, vectorizer, positive)] : []),
    ...(texts && vectorizer ? [worst(model, vectorizer, texts, p, actual, { positive, decision })] : []),
    {
      title: "Model",
      body: keyValues(
        Object.entries({ kind: model.kind, ...model.params, ...deciding(evaluation) }).map(
          ([k, v]) => [k, show(v)] as const,
        ),
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

/** The positive class and the decision rule, where there are such. */
function deciding({ positive, decision }: Evaluation): Readonly<Record<string, unknown>> {
  return {
    ...(positive !== undefined && { "positive class": positive }),
    ...(decision && { "decision rule": decision }),
  };
}

function show(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
