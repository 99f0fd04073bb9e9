type PanelPlan = readonly [title: string, query: string, legend: string, unit: "none" | "percentunit"];

/** Panels in the first row, which show the latest value. */
const STATS: readonly PanelPlan[] = [
  ["Dataset drift", "imdb_monitor_dataset_drift", "drifted", "none"],
  ["Drifted columns", "imdb_monitor_drifted_columns_share", "share", "percentunit"],
  ["Accuracy", "imdb_monitor_accuracy", "accuracy", "percentunit"],
  ["Records in the window", "imdb_monitor_window_records", "records", "none"],
];

/** Panels below the first row, two in each row. */
const SERIES: readonly PanelPlan[] = [
  ["Accuracy over time", "imdb_monitor_accuracy", "accuracy", "percentunit"],
  ["Recall of the positive class", "imdb_monitor_recall", "{{class}}", "percentunit"],
  ["Precision of the positive class", "imdb_monitor_precision", "{{class}}", "percentunit"],
  ["Texts without a decision", "imdb_monitor_abstained_share", "share", "percentunit"],
  ["Drift score by column", "imdb_monitor_column_drift_score", "{{column}} ({{method}})", "none"],
  ["Drifted columns over time", "imdb_monitor_column_drifted", "{{column}}", "none"],
  ["Drifted words", "imdb_monitor_drifted_words", "words", "none"],
  ["Column means", "imdb_monitor_column_mean", "{{column}}", "none"],
  ["Bad records", "imdb_monitor_bad_share", "{{check}}", "percentunit"],
  ["Calibration error", "imdb_monitor_calibration_error", "{{class}}", "percentunit"],
  ["Log lines", "rate(imdb_monitor_log_records_total[5m])", "{{outcome}}", "none"],
];

const DATASOURCE = { type: "prometheus", uid: "$" + "{DS_PROMETHEUS}" };

/**
 * Makes a Grafana dashboard for the gauges of {@link prometheusGauges}, as JSON to import. Grafana asks for the Prometheus
 * data source at the import.
 */
export function grafanaDashboard(): Record<string, unknown> {
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
    panels: [
      ...STATS.map((plan, i) => panel(i + 1, "stat", plan, { x: 6 * i, y: 0, w: 6, h: 4 })),
      ...SERIES.map((plan, i) => {
        const gridPos = { x: 12 * (i % 2), y: 4 + 8 * Math.floor(i / 2), w: 12, h: 8 };
        return panel(STATS.length + i + 1, "timeseries", plan, gridPos);
      }),
    ],
  };
}

function panel(id: number, type: string, [title, expr, legendFormat, unit]: PanelPlan, gridPos: object) {
  return {
    id,
    title,
    type,
    datasource: DATASOURCE,
    gridPos,
    fieldConfig: { defaults: { unit }, overrides: [] },
    targets: [{ refId: "A", datasource: DATASOURCE, expr, legendFormat }],
  };
}
