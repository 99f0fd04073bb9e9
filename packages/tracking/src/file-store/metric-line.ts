import { join } from "node:path";
import { byCodePoint } from "@imdb/core";
import type { Metric } from "../entities/run.js";
import { keysBelow, LAYOUT } from "./layout.js";
import { eachLine } from "./read-lines.js";
import { appendText } from "./small-file.js";

/** A metric record as a line of MLflow's file layout: `timestamp value step`. */
export function metricLine(metric: Metric): string {
  return `${metric.timestamp} ${pythonFloat(metric.value)} ${metric.step}`;
}

const LINE = /^(\d{1,16}) (\S{1,40})(?: (-?\d{1,16}))?(?: \S+ \S+)?$/;

/**
 * Reads a line of MLflow's file layout: two fields (old stores; the step is 0), three, or five (with the name and
 * digest of a dataset).
 *
 * @returns `undefined` for any other line, such as an incomplete one.
 */
export function parseMetricLine(key: string, line: string): Metric | undefined {
  const match = LINE.exec(line);
  if (!match) return undefined;
  const value = parsePythonFloat(match[2]!);
  if (value === undefined) return undefined;
  return { key, value, timestamp: Number(match[1]), step: Number(match[3] ?? 0) };
}

function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (value === Number.POSITIVE_INFINITY) return "inf";
  if (value === Number.NEGATIVE_INFINITY) return "-inf";
  return Object.is(value, -0) ? "-0.0" : String(value);
}

function parsePythonFloat(text: string): number | undefined {
  const special = SPECIAL_VALUES.get(text.toLowerCase());
  if (special !== undefined) return special;
  return /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}

const SPECIAL_VALUES = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["+inf", Number.POSITIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["-infinity", Number.NEGATIVE_INFINITY],
]);

// MLflow keeps the metrics of a logged model in the model's folder, one line per record: `timestamp value step run`, and
// the name and digest of a dataset when there is one.

/** Appends a record to the metrics of a logged model. */
export function appendModelMetric(modelDir: string, runId: string, metric: Metric): void {
  const path = join(modelDir, LAYOUT.metrics, metric.key);
  appendText(modelDir, path, `${metricLine(metric)} ${runId}\n`);
}

/** The metric records of a logged model, in code point order of their keys, each once. */
export function readModelMetrics(modelDir: string, modelId: string): Metric[] {
  const metrics: Metric[] = [];
  for (const key of keysBelow(join(modelDir, LAYOUT.metrics)).sort(byCodePoint)) {
    const lines = new Set<string>();
    eachLine(join(modelDir, LAYOUT.metrics, key), (line) => {
      if (lines.has(line)) return;
      lines.add(line);
      const metric = parseMetricLine(key, line.split(" ").slice(0, 3).join(" "));
      if (metric) metrics.push({ ...metric, modelId });
    });
  }
  return metrics;
}
