import type { FittedClassifier } from "@imdb/core";
import { anObject, listOf, optionsOf, seed, text } from "@imdb/core/options";
import { type Evaluation, evaluationMetrics, type Interval } from "@imdb/measures";
import { fittedRule } from "../fitting/arguments.js";

/** Options of {@link modelCard}. */
export interface ModelCardOptions {
  readonly name: string;
  /** What the model is for, and what it is not for. */
  readonly intendedUse: string;
  readonly data: {
    readonly version: string;
    readonly source: string;
    readonly trainRows: number;
    readonly testRows: number;
  };
  readonly features: {
    readonly kind: string;
    readonly count: number;
    readonly params: Readonly<Record<string, unknown>>;
  };
  readonly model: FittedClassifier;
  readonly evaluation: Evaluation;
  readonly intervals?: Readonly<Record<string, Interval>>;
  readonly seed: number;
  /** What must be true of the data for the model to work. Default: two assumptions that suit most text classifiers. */
  readonly assumptions?: readonly string[];
  /** What the model cannot do. Default: three limitations of linear models of words. */
  readonly limits?: readonly string[];
}

const ASSUMPTIONS = [
  "Texts to come resemble those of the training data in language, length and topic.",
  "The labels of training and evaluation data follow the same rule.",
];
const LIMITS = [
  "A linear model of word features: it does not follow irony, quotation or reference across sentences.",
  "Words that are not in the training data are ignored.",
  "The intervals are valid for rows like those evaluated; they do not cover drift.",
];

type Named<K extends keyof ModelCardOptions> = ModelCardOptions[K];

const cardOptions = optionsOf<ModelCardOptions>({
  name: text,
  intendedUse: text,
  data: anObject<Named<"data">>("version, source and numbers of rows"),
  features: anObject<Named<"features">>("kind, number and parameters of the features"),
  model: fittedRule,
  evaluation: anObject<Evaluation>("an evaluation, as evaluate returns it"),
  intervals: [{}, anObject<NonNullable<Named<"intervals">>>("intervals by metric")],
  seed,
  assumptions: [ASSUMPTIONS, listOf(text)],
  limits: [LIMITS, listOf(text)],
});

/**
 * A model card in Markdown: intended use, data, features, assumptions, metrics with intervals, limits.
 *
 * @throws `INVALID_OPTION`
 * @see Mitchell et al. (2019), Model cards for model reporting.
 */
export function modelCard(options: ModelCardOptions): string {
  const resolved = cardOptions.resolve(options);
  const { name, intendedUse, data, features, model, evaluation, intervals, seed } = resolved;
  const metrics = Object.entries(evaluationMetrics(evaluation)).map(([metric, value]) => {
    const interval = intervals[metric];
    return `| ${metric} | ${value.toFixed(4)} | ${interval ? `${interval.low.toFixed(4)} to ${interval.high.toFixed(4)}` : "–"} |`;
  });
  const perClass = evaluation.perClass.map(
    (row) =>
      `| ${cell(row.label)} | ${row.precision.toFixed(4)} | ${row.recall.toFixed(4)} | ${row.f1.toFixed(4)} | ${row.support} |`,
  );
  return [
    `# ${line(name)}`,
    "## Intended use",
    line(intendedUse),
    "## Data",
    list([
      `source: ${line(data.source)}`,
      `version: \`${line(data.version)}\``,
      `${data.trainRows} rows for training, ${data.testRows} for evaluation`,
      `classes: ${model.classes.map(cell).join(", ")}`,
      ...(evaluation.positive === undefined ? [] : [`positive class: ${cell(evaluation.positive)}`]),
    ]),
    "## Features",
    `${features.count} features of \`${line(features.kind)}\`:`,
    `\`\`\`json\n${JSON.stringify(features.params, null, 2)}\n\`\`\``,
    "## Model",
    `\`${model.kind}\`, seed ${seed}:`,
    `\`\`\`json\n${JSON.stringify(model.params, null, 2)}\n\`\`\``,
    ...(evaluation.decision
      ? ["## Decision rule", `\`\`\`json\n${JSON.stringify(evaluation.decision)}\n\`\`\``]
      : []),
    "## Assumptions",
    list(resolved.assumptions),
    "## Metrics",
    ["| metric | value | 95 % interval |", "| --- | --- | --- |", ...metrics].join("\n"),
    ["| class | precision | recall | F1 | rows |", "| --- | --- | --- | --- | --- |", ...perClass].join("\n"),
    ...(evaluation.warnings.length > 0 ? ["## Warnings", list(evaluation.warnings.map(line))] : []),
    "## Limits",
    list(resolved.limits),
  ]
    .join("\n\n")
    .concat("\n");
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** Text in one line, with the special characters of Markdown escaped. */
function line(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[<>`]/g, (c) => `\\${c}`);
}

/** Text for a cell of a table. */
function cell(text: string): string {
  return line(text).replaceAll("|", "\\|");
}
