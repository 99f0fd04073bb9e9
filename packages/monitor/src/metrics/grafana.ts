/** A panel of the dashboard: title, query, kind. */
interface PanelPlan {
  readonly title: string;
  readonly query: string;
  readonly legend: string;
  readonly kind: "stat" | "timeseries";
  readonly unit: "none" | "percentunit";
}

const PANELS: readonly PanelPlan[] = [
  {
    title: "Dataset drift",
    query: "imdb_monitor_dataset_drift",
    legend: "drifted",
    kind: "stat",
    unit: "none",
  },
  {
    title: "Drifted columns",
    query: "imdb_monitor_drifted_columns_share",
    legend: "share",
    kind: "stat",
    unit: "percentunit",
  },
  {
    title: "Accuracy",
    query: "imdb_monitor_accuracy",
    legend: "accuracy",
    kind: "stat",
    unit: "percentunit",
  },
  {
    title: "Records in the window",
    query: "imdb_monitor_window_records",
    legend: "records",
    kind: "stat",
    unit: "none",
  },
  {
    title: "Accuracy over time",
    query: "imdb_monitor_accuracy",
    legend: "accuracy",
    kind: "timeseries",
    unit: "percentunit",
  },
  {
    title: "Drift score by column",
    query: "imdb_monitor_column_drift_score",
    legend: "{{column}} ({{method}})",
    kind: "timeseries",
    unit: "none",
  },
  {
    title: "Drifted columns over time",
    query: "imdb_monitor_column_drifted",
    legend: "{{column}}",
    kind: "timeseries",
    unit: "none",
  },
  {
    title: "Drifted words",
    query: "imdb_monitor_drifted_words",
    legend: "words",
    kind: "timeseries",
    unit: "none",
  },
  {
    title: "Column means",
    query: "imdb_monitor_column_mean",
    legend: "{{column}}",
    kind: "timeseries",
    unit: "none",
  },
  {
    title: "Bad records",
    query: "imdb_monitor_bad_share",
    legend: "{{check}}",
    kind: "timeseries",
    unit: "percentunit",
  },
  {
    title: "Calibration error",
    query: "imdb_monitor_calibration_error",
    legend: "{{class}}",
    kind: "timeseries",
    unit: "percentunit",
  },
  {
    title: "Log lines",
    query: "rate(imdb_monitor_log_records_total[5m])",
    legend: "{{outcome}}",
    kind: "timeseries",
    unit: "none",
  },
];

/**
 * A Grafana dashboard of the gauges of {@link prometheusGauges}, as JSON to import. It asks for its Prometheus data
 * source when imported.
 */
export function grafanaDashboard(): Record<string, unknown> {
  const datasource = { type: "prometheus", uid: "$" + "{DS_PROMETHEUS}" };
  return {
    __inputs: [{ name: "DS_PROMETHEUS", label: "Prometheus", type: "datasource", pluginId: "prometheus" }],
    title: "Text classifier: drift, quality, performance",
    uid: "imdb-monitor",
    tags: ["imdb", "monitoring"],
    schemaVersion: 39,
    editable: true,
    refresh: "1m",
    time: { from: "now-7d", to: "now" },
    templating: { list: [] },
    panels: PANELS.map(({ title, query, legend, kind, unit }, i) => ({
      id: i + 1,
      title,
      type: kind,
      datasource,
      gridPos:
        i < 4
          ? { x: 6 * i, y: 0, w: 6, h: 4 }
          : { x: 12 * (i % 2), y: 4 + 8 * Math.floor((i - 4) / 2), w: 12, h: 8 },
      fieldConfig: { defaults: { unit }, overrides: [] },
      targets: [{ refId: "A", datasource, expr: query, legendFormat: legend }],
    })),
  };
}
