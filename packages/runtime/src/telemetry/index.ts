export { mergeSnapshots } from "./merge.js";
export type { MetricSnapshot, MetricType } from "./metric-snapshot.js";
export * from "./metrics.js";
export { PROMETHEUS_TYPE, prometheusText } from "./prometheus-text.js";
