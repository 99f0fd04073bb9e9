import { type Html, type ParallelAxis, parallelCoordinates } from "@imdb/report";
import type { ComparedRow, RunComparison } from "./compare-runs.js";

/** The number of axes that fit side by side. */
const MAX_AXES = 9;
const MIN_AXES = 2;

/**
 * Parallel coordinates of what runs differ in: parameters on the left, metrics on the right. `undefined` when they differ
 * in less than two, or in no metric.
 */
export function parallelRuns(compared: RunComparison, names: readonly string[]): Html | undefined {
  const metrics = compared.metrics.filter((row) => row.differs && !row.key.startsWith("system/"));
  const params = compared.params.filter((row) => row.differs);
  const shownMetrics = metrics.slice(0, Math.max(MAX_AXES - params.length, Math.ceil(MAX_AXES / 2)));
  const shownParams = params.slice(0, MAX_AXES - shownMetrics.length);
  const axes = [...shownParams.map(paramAxis), ...shownMetrics.map(metricAxis)];
  if (axes.length < MIN_AXES || shownMetrics.length === 0) return undefined;
  const left = params.length + metrics.length - axes.length;
  return parallelCoordinates({
    title: "What the runs differ in",
    lines: names,
    axes,
    ...(left > 0 && { note: `${left} more parameters and metrics that differ are in the tables only.` }),
  });
}

function metricAxis({ key, values }: ComparedRow<number>): ParallelAxis {
  return { label: key, values };
}

/** Parameters whose values are all numbers get a numeric axis, a logarithmic one for a range of a factor of 50. */
function paramAxis({ key, values: given }: ComparedRow<string>): ParallelAxis {
  // A run without the parameter gets a value too: its line has no gap.
  const values = given.map((value) => value ?? "—");
  const numbers = values.map(numberIn).filter((number) => number !== undefined);
  if (numbers.length < values.length) return { label: key, values };
  const min = numbers.reduce((least, number) => Math.min(least, number));
  const max = numbers.reduce((most, number) => Math.max(most, number));
  return { label: key, values: numbers, scale: min > 0 && max / min >= 50 ? "log" : "linear" };
}

function numberIn(text: string): number | undefined {
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) ? number : undefined;
}
