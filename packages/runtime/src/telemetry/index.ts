export type { MetricSnapshot, MetricType } from "./metric-snapshot.js";
export { PROMETHEUS_TYPE, prometheusText } from "./prometheus-text.js";
