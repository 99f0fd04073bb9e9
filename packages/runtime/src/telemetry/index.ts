export { mergeSnapshots } from "./merge.js";
export type { MetricSnapshot, MetricType } from "./metric-snapshot.js";
export {
  type Counter,
  createMetrics,
  type Gauge,
  type Histogram,
  LATENCY_BUCKETS,
  type Metrics,
} from "./metrics.js";
export { PROMETHEUS_TYPE, prometheusText } from "./prometheus-text.js";
