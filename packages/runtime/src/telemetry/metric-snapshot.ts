/** How a metric is summed when the snapshots of several processes are put together. */
export type MetricType = "counter" | "gauge" | "histogram";

/** One metric as plain data: it crosses a process boundary and merges with others of its name. */
export interface MetricSnapshot {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly labelNames: readonly string[];
  /** Upper bounds of a histogram's buckets, ascending, without +Inf. */
  readonly buckets: readonly number[];
  /** Per series: label values, and the value; for histograms the bucket counts, then count, then sum. */
  readonly series: readonly (readonly [labels: readonly string[], values: readonly number[]])[];
}
