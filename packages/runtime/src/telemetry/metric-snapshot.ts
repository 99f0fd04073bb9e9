import { type OptionRule, rule } from "@imdb/core/options";

/** The type of a metric, as Prometheus names it. */
export type MetricType = "counter" | "gauge" | "histogram";

/** The values of one metric as plain data, which can be sent to another process and merged. */
export interface MetricSnapshot {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly labelNames: readonly string[];
  /** Upper bounds of a histogram's buckets, ascending, without +Inf. */
  readonly buckets: readonly number[];
  /** The values of each set of labels: one value, or the bucket counts, the count and the sum of a histogram. */
  readonly series: readonly (readonly [labels: readonly string[], values: readonly number[]])[];
}

/** Snapshots, by their fields. */
export const snapshotList: OptionRule<readonly MetricSnapshot[]> = rule(
  "a list of metrics, as createMetrics reads them",
  (value) =>
    Array.isArray(value) &&
    value.every(
      (one) => typeof one?.name === "string" && typeof one.help === "string" && Array.isArray(one.series),
    ),
);
