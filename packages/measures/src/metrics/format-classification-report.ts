import { checkOption, integer, optionsOf } from "@imdb/core/options";
import { withField } from "../arguments.js";
import type { ClassificationReport, ReportRow } from "./classification-report.js";

/** Options of {@link formatClassificationReport}. */
export interface FormatOptions {
  /** Decimal places, 0 to 20. Default 2. */
  readonly digits?: number;
}

const reportRule = withField<ClassificationReport>("a report of classificationReport", "perClass");
const formatOptions = optionsOf<FormatOptions>({ digits: [2, integer(0, 20)] });

/**
 * A classification report as text. Layout and rounding are those of scikit-learn's `classification_report`, character
 * by character.
 *
 * @throws `INVALID_OPTION`
 * @example
 * const report = classificationReport([0, 1, 1, 1], [0, 1, 1, 0], ["neg", "pos"]);
 * formatClassificationReport(report).split("\n")[3]; // => "         pos       1.00      0.67      0.80         3"
 */
export function formatClassificationReport(
  report: ClassificationReport,
  options: FormatOptions = {},
): string {
  const { digits } = formatOptions.resolve(options);
  checkOption("report", report, reportRule);
  const averages: [string, ReportRow][] = [
    ["macro avg", report.macroAverage],
    ["weighted avg", report.weightedAverage],
  ];
  const labels = report.perClass.map(({ label }) => label);
  const width = Math.max("weighted avg".length, digits, ...labels.map((label) => [...label].length));
  const line = (name: string, cells: readonly string[]) =>
    `${" ".repeat(width - [...name].length)}${name} ${cells.map((cell) => ` ${cell.padStart(9)}`).join("")}\n`;
  const scores = (name: string, { precision, recall, f1, support }: ReportRow) =>
    line(name, [...[precision, recall, f1].map((value) => fixed(value, digits)), String(support)]);
  return [
    line("", ["precision", "recall", "f1-score", "support"]),
    "\n",
    ...report.perClass.map((row) => scores(row.label, row)),
    "\n",
    line("accuracy", ["", "", fixed(report.accuracy, digits), String(report.macroAverage.support)]),
    ...averages.map(([name, row]) => scores(name, row)),
  ].join("");
}

/** `toFixed` that rounds half to even, as Python does. */
function fixed(value: number, digits: number): string {
  // A value half-way between two decimals is an odd multiple of 2^−(digits + 1). Scaling by a power of two is exact.
  const halves = value * 2 ** (digits + 1);
  if (!Number.isInteger(halves) || halves % 2 === 0) return value.toFixed(digits);
  const below = Math.floor(value * 10 ** digits);
  return ((below % 2 === 0 ? below : below + 1) / 10 ** digits).toFixed(digits);
}
