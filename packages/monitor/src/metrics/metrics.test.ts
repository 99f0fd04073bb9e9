import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { createProfile, grafanaDashboard, prometheusGauges, windowReport } from "../index.js";

const predictions = Array.from({ length: 40 }, (_, i) => ({
  label: i % 2 ? "pos" : "neg",
  probabilities: { neg: i % 2 ? 0.1 : 0.9, pos: i % 2 ? 0.9 : 0.1 },
  actual: i % 10 ? (i % 2 ? "pos" : "neg") : "pos",
  abstained: false,
}));
const profile = createProfile(
  predictions.map((_, i) => `text ${i}`),
  {
    predictions,
    positive: "pos",
    columns: { 'odd "name"\n\\': predictions.map((_, i) => i) },
  },
);
const report = windowReport({ start: 0, end: 3_600_000, profile }, profile);
const text = prometheusGauges(report, {
  labels: { model: "m" },
  counters: { read: 40, rejected: 0, late: 0 },
});

test("gauges have the labels, escaped", () => {
  expect(text).toContain('imdb_monitor_window_records{model="m"} 40\n');
  expect(text).toContain('imdb_monitor_accuracy{model="m"} 0.9');
  expect(text).toContain('imdb_monitor_recall{model="m",class="pos"} ');
  expect(text).toContain('column="odd \\"name\\"\\n\\\\"');
  expect(text).toContain("# TYPE imdb_monitor_log_records_total counter\n");
});

test("every panel of the dashboard queries an existing gauge, and the dashboard file equals the function's result", async () => {
  const dashboard = grafanaDashboard() as { panels: { targets: { expr: string }[] }[] };
  const names = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map((m) => m[1]));
  for (const { targets } of dashboard.panels) {
    expect(names).toContain(/imdb_monitor_\w+/.exec(targets[0]!.expr)?.[0]);
  }
  const file = await readFile(new URL("../../grafana/dashboard.json", import.meta.url), "utf8");
  expect(JSON.parse(file)).toEqual(dashboard);
});
