import { type MetricSnapshot, type MetricType, prometheusText } from "@imdb/runtime/telemetry";
import type { WindowReport } from "../watch/window-report.js";

/** What the gauges tell besides the window's figures. */
export interface GaugeOptions {
  /** Labels of every gauge, as `{ model: "sentiment" }`. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** What a watch has counted. */
  readonly counters?: Readonly<Record<"read" | "rejected" | "late", number>> | undefined;
}

/**
 * The figures of a window as Prometheus gauges, in the text exposition format 0.0.4.
 *
 * Gauges are named `imdb_monitor_…`; those of columns carry the label `column`.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function prometheusGauges(report: WindowReport, options: GaugeOptions = {}): string {
  const { labels = {}, counters } = options;
  const { drift, quality, calibration, accuracy } = report;
  const compared = drift.columns.filter((c) => c.status === "compared");
  const families: MetricSnapshot[] = [
    gauge("window_end_timestamp_seconds", "End of the window.", one(Date.parse(report.end) / 1000)),
    gauge("window_records", "Records in the window.", one(report.count)),
    gauge("dataset_drift", "1 when the dataset has drifted.", one(drift.dataset.drifted ? 1 : 0)),
    gauge("drifted_columns_share", "Share of the compared columns that drifted.", one(drift.dataset.share)),
    gauge("drifted_words", "Words whose share of texts changed.", one(drift.words.drifted)),
    gauge("drifted_topics", "Topics whose share of texts changed.", one(drift.topics?.drifted)),
    gauge(
      "column_drift_score",
      "P-value or distance of a column, as its method says.",
      compared.flatMap((c) => one(c.score, { column: c.column, method: c.method })),
    ),
    gauge(
      "column_drifted",
      "1 when a column has drifted.",
      compared.flatMap((c) => one(c.drifted ? 1 : 0, { column: c.column })),
    ),
    gauge(
      "column_mean",
      "Mean of a column of numbers.",
      compared.flatMap((c) => one(c.current.mean, { column: c.column })),
    ),
    gauge(
      "bad_share",
      "Share of records that fail a check of quality.",
      quality.shares.flatMap((s) => one(s.currentShare, { check: s.check })),
    ),
    gauge("accuracy", "Accuracy of the records whose label is known.", one(accuracy?.value)),
    gauge(
      "calibration_error",
      "Mean distance of stated and observed probability.",
      calibration.flatMap((c) => one(c.currentError, { class: c.class })),
    ),
    metric(
      "counter",
      "log_records_total",
      "Lines of the prediction log by what became of them.",
      Object.entries(counters ?? {}).flatMap(([outcome, count]) => one(count, { outcome })),
    ),
  ];
  return prometheusText(
    families.filter(({ series }) => series.length > 0).map((family) => withLabels(family, labels)),
  );
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** The sample of a value that is known; none of one that is not. */
function one(value: number | null | undefined, labels: Sample[0] = {}): Sample[] {
  return value === null || value === undefined ? [] : [[labels, value]];
}

function gauge(name: string, help: string, samples: readonly Sample[]): MetricSnapshot {
  return metric("gauge", name, help, samples);
}

/** Samples of one metric have the same label names. */
function metric(type: MetricType, name: string, help: string, samples: readonly Sample[]): MetricSnapshot {
  return {
    name: `imdb_monitor_${name}`,
    help,
    type,
    labelNames: Object.keys(samples[0]?.[0] ?? {}),
    buckets: [],
    series: samples.map(([labels, value]) => [Object.values(labels), [value]]),
  };
}

/** The metric with labels before its own, under names that Prometheus takes; its own win. */
function withLabels(own: MetricSnapshot, common: Readonly<Record<string, string>>): MetricSnapshot {
  const added = Object.entries(common)
    .map(([name, value]) => [name.replace(/\W/g, "_"), value] as const)
    .filter(([name]) => !own.labelNames.includes(name));
  return {
    ...own,
    labelNames: [...added.map(([name]) => name), ...own.labelNames],
    series: own.series.map(([labels, values]) => [[...added.map(([, value]) => value), ...labels], values]),
  };
}
