import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { byCodePoint } from "@imdb/core";
import { fileFailure } from "@imdb/runtime/files";
import type { Metric } from "../entities/run.js";
import { textOf } from "../process/os-error.js";
import { keysBelow, LAYOUT } from "./layout.js";
import { metricLine, parseMetricLine } from "./metric-line.js";
import { makeParentAndRetry } from "./small-file.js";

// MLflow keeps the metrics of a logged model beside it: a line a record, `timestamp value step run`, and the
// name and digest of a dataset when there is one.

/** Adds a record to a model's. */
export function appendModelMetric(modelDir: string, runId: string, metric: Metric): void {
  const path = join(modelDir, LAYOUT.metrics, metric.key);
  try {
    makeParentAndRetry(path, () => appendFileSync(path, `${metricLine(metric)} ${runId}\n`));
  } catch (cause) {
    throw fileFailure("append to", path, cause);
  }
}

/** A model's records, in code point order of their keys, each once. */
export function readModelMetrics(modelDir: string, modelId: string): Metric[] {
  const metrics: Metric[] = [];
  for (const key of keysBelow(join(modelDir, LAYOUT.metrics)).sort(byCodePoint)) {
    const text = textOf(join(modelDir, LAYOUT.metrics, key)) ?? "";
    for (const line of new Set(text.split("\n").slice(0, -1))) {
      const metric = parseMetricLine(key, line.split(" ").slice(0, 3).join(" "));
      if (metric) metrics.push({ ...metric, modelId });
    }
  }
  return metrics;
}
