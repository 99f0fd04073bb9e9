import { checkOption, optional, optionsOf, recordOf, rule, text } from "@imdb/core/options";
import { type MetricSnapshot, type MetricType, prometheusText } from "@imdb/runtime/telemetry";
import { POSITIVE_FIGURES } from "../suite/figures.js";
import { type WindowReport, windowReportRule } from "../watch/window-report.js";

/** What is written besides the figures of the window. */
export interface GaugeOptions {
  /** Labels of every gauge, such as `{ model: "sentiment" }`. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** The counters of a watch. */
  readonly counters?: Readonly<Record<"read" | "rejected" | "late", number>> | undefined;
}

const gaugeOptions = optionsOf<GaugeOptions, "counters">({
  labels: [{}, recordOf(text)],
  counters: optional(
    rule<NonNullable<GaugeOptions["counters"]>>(
      "the numbers read, rejected and late",
      (value) =>
        Object(value) === value &&
        Object.entries(value as object).every(
          ([name, count]) => ["read", "rejected", "late"].includes(name) && Number.isFinite(count),
        ),
    ),
  ),
});

/**
 * Writes the figures of a window as Prometheus gauges, in the text exposition format 0.0.4.
 *
 * The names of the gauges start with `imdb_monitor_`. Gauges of columns have the label `column`.
 *
 * @throws `INVALID_OPTION`
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function prometheusGauges(report: WindowReport, options: GaugeOptions = {}): string {
  checkOption("report", report, windowReportRule, "prometheusGauges");
  const { labels, counters } = gaugeOptions.resolve(options, "prometheusGauges");
  const { drift, quality, calibration, accuracy, positive, abstainedShare } = report;
  const compared = drift.columns.filter((c) => c.status === "compared");
  const families: MetricSnapshot[] = [
    gauge("window_end_timestamp_seconds", "End of the window.", sampleOf(Date.parse(report.end) / 1000)),
    gauge("window_records", "Records in the window.", sampleOf(report.count)),
    gauge("dataset_drift", "1 when the dataset has drifted.", sampleOf(drift.dataset.drifted ? 1 : 0)),
    gauge(
      "drifted_columns_share",
      "Share of the compared columns that drifted.",
      sampleOf(drift.dataset.share),
    ),
    gauge("drifted_words", "Words whose share of texts changed.", sampleOf(drift.words.drifted)),
    gauge("drifted_topics", "Topics whose share of texts changed.", sampleOf(drift.topics?.drifted)),
    gauge(
      "column_drift_score",
      "P-value or distance of a column, as its method says.",
      compared.flatMap((c) => sampleOf(c.score, { column: c.column, method: c.method })),
    ),
    gauge(
      "column_drifted",
      "1 when a column has drifted.",
      compared.flatMap((c) => sampleOf(c.drifted ? 1 : 0, { column: c.column })),
    ),
    gauge(
      "column_mean",
      "Mean of a column of numbers.",
      compared.flatMap((c) => sampleOf(c.current.mean, { column: c.column })),
    ),
    gauge(
      "bad_share",
      "Share of records that fail a check of quality.",
      quality.shares.flatMap((s) => sampleOf(s.currentShare, { check: s.check })),
    ),
    gauge("accuracy", "Accuracy of the records whose label is known.", sampleOf(accuracy?.value)),
    ...POSITIVE_FIGURES.map((name) =>
      gauge(
        name,
        `The ${name} of the positive class, of the records whose label is known.`,
        positive ? sampleOf(positive[name]?.value, { class: positive.class }) : [],
      ),
    ),
    gauge("abstained_share", "Share of the records in which the model abstains.", sampleOf(abstainedShare)),
    gauge(
      "calibration_error",
      "Mean distance of stated and observed probability.",
      calibration.flatMap((c) => sampleOf(c.currentError, { class: c.class })),
    ),
    metric(
      "counter",
      "log_records_total",
      "Lines of the prediction log by outcome.",
      Object.entries(counters ?? {}).flatMap(([outcome, count]) => sampleOf(count, { outcome })),
    ),
  ];
  return prometheusText(
    families.filter(({ series }) => series.length > 0).map((family) => withLabels(family, labels)),
  );
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** A list with the sample of a value; empty when the value is unknown. */
function sampleOf(value: number | null | undefined, labels: Sample[0] = {}): Sample[] {
  return value === null || value === undefined ? [] : [[labels, value]];
}

function gauge(name: string, help: string, samples: readonly Sample[]): MetricSnapshot {
  return metric("gauge", name, help, samples);
}

/** A metric. All of its samples have the same label names. */
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

/** Adds labels before those of a metric, with names that Prometheus allows. A label of the metric is not replaced. */
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
