import { checkOption } from "@imdb/core/options";
import { type MetricSnapshot, snapshotList } from "./metric-snapshot.js";

/** The media type of {@link prometheusText}. */
export const PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * The metrics in the text format that a Prometheus server reads.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/, text format 0.0.4
 */
export function prometheusText(metrics: readonly MetricSnapshot[]): string {
  checkOption("metrics", metrics, snapshotList, "prometheusText");
  const lines: string[] = [];
  for (const metric of metrics) {
    lines.push(`# HELP ${metric.name} ${escapeHelp(metric.help)}`, `# TYPE ${metric.name} ${metric.type}`);
    for (const [labels, values] of metric.series) {
      if (metric.type === "histogram") lines.push(...histogramLines(metric, labels, values));
      else lines.push(`${metric.name}${labelText(metric.labelNames, labels)} ${numberText(values[0]!)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function histogramLines(
  { name, labelNames, buckets }: MetricSnapshot,
  labels: readonly string[],
  values: readonly number[],
): string[] {
  const names = [...labelNames, "le"];
  let below = 0;
  const lines = buckets.map((bound, b) => {
    below += values[b]!;
    return `${name}_bucket${labelText(names, [...labels, numberText(bound)])} ${below}`;
  });
  const count = values[buckets.length]!;
  return [
    ...lines,
    `${name}_bucket${labelText(names, [...labels, "+Inf"])} ${count}`,
    `${name}_sum${labelText(labelNames, labels)} ${numberText(values[buckets.length + 1]!)}`,
    `${name}_count${labelText(labelNames, labels)} ${count}`,
  ];
}

function labelText(names: readonly string[], values: readonly string[]): string {
  if (names.length === 0) return "";
  return `{${names.map((name, i) => `${name}="${escapeLabel(values[i] ?? "")}"`).join(",")}}`;
}

function escapeLabel(value: string): string {
  return value.replace(/[\\"\n]/g, (c) => (c === "\n" ? "\\n" : `\\${c}`));
}

function escapeHelp(value: string): string {
  return value.replace(/[\\\n]/g, (c) => (c === "\n" ? "\\n" : "\\\\"));
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  return String(value);
}
