import type { Metric } from "../entities/run.js";

/** A metric record as MLflow's file layout has it: `timestamp value step`. */
export function metricLine(metric: Metric): string {
  return `${metric.timestamp} ${pythonFloat(metric.value)} ${metric.step}`;
}

const LINE = /^(\d{1,16}) (\S{1,40})(?: (-?\d{1,16}))?(?: \S+ \S+)?$/;

/**
 * Reads a record of MLflow's file layout: two fields (old stores, step 0), three, or five (with the name and
 * digest of a dataset).
 *
 * @returns `undefined` for anything else: a torn or foreign line.
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
  const named = NAMED.get(text.toLowerCase());
  if (named !== undefined) return named;
  return /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}

const NAMED = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["+inf", Number.POSITIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["-infinity", Number.NEGATIVE_INFINITY],
]);
