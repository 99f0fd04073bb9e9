import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { byCodePoint } from "@imdb/core";
import { fileFailure } from "@imdb/runtime/files";
import type { Metric } from "../entities/metric.js";
import { keysBelow, LAYOUT } from "./layout.js";
import { metricLine, parseMetricLine } from "./metric-line.js";

// MLflow keeps the metrics of a logged model beside it: a line a record, `timestamp value step run`, and the
// name and digest of a dataset when there is one.

/** Adds a record to a model's. */
export function appendModelMetric(modelDir: string, runId: string, metric: Metric): void {
  const path = join(modelDir, LAYOUT.metrics, metric.key);
  try {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, `${metricLine(metric)} ${runId}\n`);
  } catch (cause) {
    throw fileFailure("append to", path, cause);
  }
}

/** A model's records, in code point order of their keys, each once. */
export function readModelMetrics(modelDir: string, modelId: string): Metric[] {
  const metrics: Metric[] = [];
  for (const key of keysBelow(join(modelDir, LAYOUT.metrics)).sort(byCodePoint)) {
    for (const line of new Set(linesOf(join(modelDir, LAYOUT.metrics, key)))) {
      const metric = parseMetricLine(key, line.split(" ").slice(0, 3).join(" "));
      if (metric) metrics.push({ ...metric, modelId });
    }
  }
  return metrics;
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n").slice(0, -1);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw fileFailure("read", path, cause);
  }
}
