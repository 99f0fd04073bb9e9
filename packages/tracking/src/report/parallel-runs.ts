import { type Html, type ParallelAxis, parallelCoordinates } from "@imdb/report";
import type { ComparedRow, RunComparison } from "./compare-runs.js";

/** As many axes as have room beside each other. */
const MOST_AXES = 9;
const FEWEST_AXES = 2;

/**
 * Parallel coordinates of what runs differ in: parameters on the left, the metrics that came of them on the right.
 * `undefined` when they differ in too little for a picture.
 */
export function parallelRuns(compared: RunComparison, names: readonly string[]): Html | undefined {
  const metrics = compared.metrics.filter((row) => row.differs && !row.key.startsWith("system/"));
  const params = compared.params.filter((row) => row.differs);
  const shownMetrics = metrics.slice(0, Math.max(MOST_AXES - params.length, Math.ceil(MOST_AXES / 2)));
  const shownParams = params.slice(0, MOST_AXES - shownMetrics.length);
  const axes = [...shownParams.map(paramAxis), ...shownMetrics.map(metricAxis)];
  if (axes.length < FEWEST_AXES || shownMetrics.length === 0) return undefined;
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

/** Parameters are texts; those that are all numbers go on an axis of numbers, over magnitudes on a logarithmic one. */
function paramAxis({ key, values: given }: ComparedRow<string>): ParallelAxis {
  // A run without a parameter has its place as well, or its line would have a gap.
  const values = given.map((value) => value ?? "—");
  const numbers = values.map(numberIn).filter((number) => number !== undefined);
  if (numbers.length < values.length) return { label: key, values };
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return { label: key, values: numbers, scale: least > 0 && most / least >= 50 ? "log" : "linear" };
}

function numberIn(text: string): number | undefined {
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) ? number : undefined;
}
