import {
  type CsrMatrix,
  cleaningOf,
  type FittedClassifier,
  type FittedTextEstimator,
  type FittedVectorizer,
  type Labels,
  labelsOf,
  linearWeightsOf,
  ShapeMismatch,
  type Split,
} from "@imdb/core";
import { isCleanedBy, isCleanedVectorizer } from "@imdb/core/cleaning";
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
import { bootstrapIntervals, type Evaluation, type EvaluationOptions, evaluationRules } from "@imdb/measures";
import { charts, formatNumber, keyValues, notice, type PageSection, page } from "@imdb/report";
import { codesFor, evaluateRows } from "../evaluate.js";
import { checkMatrix } from "../fitting/arguments.js";
import type { LearningCurve } from "../selection/learning-curve.js";
import { curves, learningChart } from "./curve-section.js";
import { features, worst } from "./explained-sections.js";
import { confusion, headline, perClass } from "./score-figures.js";

/** Options of {@link evaluationReport} for a model of texts, which knows its vectorizer, positive class and decision rule. */
export interface TextEvaluationReportOptions {
  /** The heading. Default `"Evaluation"`. */
  readonly title?: string;
  /** One line under the heading, such as the data and its version. Default: the kind of the model and the rows. */
  readonly subtitle?: string;
  /** The result of `learningCurve`. */
  readonly learningCurve?: LearningCurve;
  /** Resamples of the intervals. 0: no intervals. Default 1000. */
  readonly resamples?: number;
  /** Seed of the resamples. Default 0. */
  readonly seed?: number;
}

/** Options of {@link evaluationReport}. */
export interface EvaluationReportOptions extends TextEvaluationReportOptions, EvaluationOptions {
  /** The fitted vectorizer. With it the page shows the strongest features, and marks words in `texts`. */
  readonly vectorizer?: FittedVectorizer;
  /** The texts of the rows. With them and the vectorizer, the page shows the most confident errors. */
  readonly texts?: readonly string[];
}

/** A fitted model of texts, as `textClassifier` of `@imdb/text-classifier` makes it. */
export interface EvaluatedTextModel extends FittedTextEstimator {
  /** Turns texts into rows of features. */
  readonly vectorizer: FittedVectorizer;
  /** Turns rows of features into probabilities. */
  readonly classifier: FittedClassifier;
  /** Evaluates on a labelled split, by the positive class and the decision rule of the model. */
  evaluate(split: Split): Evaluation;
}

const pageRules = {
  title: ["Evaluation", text] as const,
  subtitle: optional(text),
  learningCurve: optional(anObject<LearningCurve>("a result of learningCurve")),
  resamples: [1000, integer(0, 1_000_000)] as const,
  seed: [0, seedRule] as const,
};
const textReportOptions = optionsOf<TextEvaluationReportOptions, "subtitle" | "learningCurve">(pageRules);
const reportOptions = optionsOf<
  EvaluationReportOptions,
  "subtitle" | "vectorizer" | "texts" | "learningCurve" | "positive" | "decision"
>({
  ...evaluationRules,
  ...pageRules,
  vectorizer: optional(fittedVectorizerRule),
  texts: optional(stringList),
});

/** What the page shows. */
interface Reported {
  readonly model: FittedClassifier;
  readonly rows: Omit<ReturnType<typeof evaluateRows>, "evaluation"> & { readonly evaluation: Evaluation };
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly learningCurve?: LearningCurve | undefined;
  readonly vectorizer?: FittedVectorizer | undefined;
  readonly texts?: readonly string[] | undefined;
}

/**
 * An HTML page with the evaluation of a model on labelled rows: metrics with 95 % intervals, ROC, precision-recall and
 * calibration curves, confusion matrix, distribution of scores, strongest features, and the most confident errors. The
 * page is self-contained: it has no script and loads no other file. The curves are those of the positive class.
 *
 * A fitted text classifier is reported on a split; a classifier, on the rows of a matrix and their labels.
 *
 * @throws What `evaluate` throws; `SHAPE_MISMATCH` when there is not one text per row; `INVALID_OPTION`
 */
export function evaluationReport(
  model: EvaluatedTextModel,
  split: Split,
  options?: TextEvaluationReportOptions,
): string;
export function evaluationReport(
  model: FittedClassifier,
  X: CsrMatrix,
  y: Labels,
  options?: EvaluationReportOptions,
): string;
export function evaluationReport(
  model: EvaluatedTextModel | FittedClassifier,
  data: Split | CsrMatrix,
  third: Labels | TextEvaluationReportOptions = {},
  options: EvaluationReportOptions = {},
): string {
  return isTextModel(model)
    ? textReport(model, data as Split, third as TextEvaluationReportOptions)
    : rowsReport(model, data as CsrMatrix, third as Labels, options);
}

function isTextModel(model: EvaluatedTextModel | FittedClassifier): model is EvaluatedTextModel {
  return "classifier" in Object(model);
}

function textReport(model: EvaluatedTextModel, split: Split, options: TextEvaluationReportOptions): string {
  const { resamples, seed, ...page } = textReportOptions.resolve(options, "evaluationReport");
  const { classifier, vectorizer, classes } = model;
  const { texts } = split;
  // Refuses a split that was cleaned in another way than the training texts.
  const evaluation = model.evaluate(split);
  const probabilities = model.predictProba(texts);
  const actual = codesFor(classes, labelsOf(split));
  const { positive, decision } = evaluation;
  const resampled = { positive, decision, resamples, seed };
  const intervals = resamples > 0 ? bootstrapIntervals(classes, probabilities, actual, resampled) : {};
  return reportPage({
    model: classifier,
    rows: { evaluation, probabilities, actual, intervals },
    ...page,
    vectorizer,
    texts,
  });
}

/** The vectorizer for the single texts of a split, which do not know that they are cleaned: cleaned ones are not cleaned again. */
function vectorizerOf(vectorizer: FittedVectorizer, texts: readonly string[]): FittedVectorizer {
  if (!isCleanedVectorizer(vectorizer)) return vectorizer;
  return isCleanedBy(cleaningOf(texts), vectorizer.steps) ? vectorizer.inner : vectorizer;
}

function rowsReport(model: FittedClassifier, X: CsrMatrix, y: Labels, options: EvaluationReportOptions) {
  const { title, subtitle, vectorizer, texts, learningCurve, ...evaluated } = reportOptions.resolve(options);
  checkMatrix(X);
  if (texts && texts.length !== X.rows) {
    throw ShapeMismatch.create({ what: "Texts", expected: X.rows, actual: texts.length });
  }
  const rows = evaluateRows(model, X, y, evaluated);
  return reportPage({ model, rows, title, subtitle, vectorizer, texts, learningCurve });
}

function reportPage({ model, rows, title, subtitle, vectorizer, texts, learningCurve }: Reported): string {
  const { evaluation, probabilities: p, actual, intervals } = rows;
  const { positive, decision } = evaluation;
  const sections: PageSection[] = [
    { title: "Errors by class", body: charts(confusion(evaluation), perClass(evaluation)) },
    ...(positive === undefined ? [] : [curves(model.classes, positive, p, actual)]),
    ...(learningCurve ? [{ title: "Learning curve", body: learningChart(learningCurve) }] : []),
    ...(vectorizer && linearWeightsOf(model) ? [features(model, vectorizer, positive)] : []),
    ...(texts && vectorizer
      ? [worst(model, vectorizerOf(vectorizer, texts), texts, p, actual, { positive, decision })]
      : []),
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
    lead: [
      ...evaluation.warnings.map((warning) => notice("warn", warning)),
      ...(vectorizer?.warnings ?? []).map(({ code, message }) => notice("warn", `${code}: ${message}`)),
      headline(evaluation, intervals),
    ],
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
