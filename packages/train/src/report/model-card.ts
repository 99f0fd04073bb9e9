import type { FittedClassifier } from "@imdb/core";
import { type Evaluation, evaluationMetrics, type Interval } from "@imdb/measures";

/** What {@link modelCard} writes down. */
export interface ModelCardOptions {
  readonly name: string;
  /** What it is for and what not. */
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
  readonly assumptions?: readonly string[];
  readonly limits?: readonly string[];
}

const ASSUMPTIONS = [
  "Texts to come resemble those of the training data in language, length and topic.",
  "Labels were given by the same rule in training and evaluation data.",
];
const LIMITS = [
  "A linear model of word features: it does not follow irony, quotation or reference across sentences.",
  "Words that training did not hold are ignored.",
  "Intervals hold for rows like those evaluated; they do not cover drift.",
];

/**
 * A model card in Markdown: intended use, data, features, assumptions, metrics with intervals, limits.
 *
 * @see Mitchell et al. (2019), Model cards for model reporting.
 */
export function modelCard(options: ModelCardOptions): string {
  const { name, intendedUse, data, features, model, evaluation, intervals = {}, seed } = options;
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
    ]),
    "## Features",
    `${features.count} features of \`${line(features.kind)}\`:`,
    `\`\`\`json\n${JSON.stringify(features.params, null, 2)}\n\`\`\``,
    "## Model",
    `\`${model.kind}\`, seed ${seed}:`,
    `\`\`\`json\n${JSON.stringify(model.params, null, 2)}\n\`\`\``,
    "## Assumptions",
    list(options.assumptions ?? ASSUMPTIONS),
    "## Metrics",
    ["| metric | value | 95 % interval |", "| --- | --- | --- |", ...metrics].join("\n"),
    ["| class | precision | recall | F1 | rows |", "| --- | --- | --- | --- | --- |", ...perClass].join("\n"),
    ...(evaluation.warnings.length > 0 ? ["## Warnings", list(evaluation.warnings.map(line))] : []),
    "## Limits",
    list(options.limits ?? LIMITS),
  ]
    .join("\n\n")
    .concat("\n");
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** Text in one line; Markdown in names stays text. */
function line(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[<>`]/g, (c) => `\\${c}`);
}

function cell(text: string): string {
  return line(text).replaceAll("|", "\\|");
}
