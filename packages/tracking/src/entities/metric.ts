/** One recorded value of a metric. */
export interface Metric {
  readonly key: string;
  /** May be NaN or infinite. */
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
  /** The logged model it measures, when it says so; records of a run are the same with and without. */
  readonly modelId?: string | undefined;
}

/**
 * Whether `a` is later than `b`, as MLflow picks the value that a run shows: by step, then timestamp, then
 * value; NaN counts as 0.
 */
export function isLaterMetric(a: Metric, b: Metric): boolean {
  if (a.step !== b.step) return a.step > b.step;
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp;
  return (Number.isNaN(a.value) ? 0 : a.value) > (Number.isNaN(b.value) ? 0 : b.value);
}
