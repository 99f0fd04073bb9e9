import type { MetricSnapshot } from "./metric-snapshot.js";

/**
 * Puts the snapshots of several processes together: series of the same labels are summed. Sums of gauges are
 * what a cluster wants too (requests in flight, bytes resident), and `model_info` stays a presence mark: its
 * value counts the processes that serve the version.
 */
export function mergeSnapshots(parts: readonly (readonly MetricSnapshot[])[]): MetricSnapshot[] {
  const merged = new Map<string, { description: MetricSnapshot; series: Map<string, Series> }>();
  for (const metric of parts.flat()) {
    const known = merged.get(metric.name) ?? { description: metric, series: new Map<string, Series>() };
    merged.set(metric.name, known);
    for (const [labels, values] of metric.series) {
      const key = JSON.stringify(labels);
      const sum = known.series.get(key)?.[1];
      known.series.set(key, [labels, values.map((value, i) => value + (sum?.[i] ?? 0))]);
    }
  }
  return [...merged.values()].map(({ description, series }) => ({
    ...description,
    series: [...series.values()],
  }));
}

type Series = MetricSnapshot["series"][number];
