import { checkOption, listOf } from "@imdb/core/options";
import { type MetricSnapshot, snapshotList } from "./metric-snapshot.js";

/**
 * Merges the snapshots of several processes: values of the same metric and labels are added. For gauges the sum is
 * what a cluster needs too (requests in flight, resident bytes); `model_info` then counts the processes that serve the
 * version.
 */
export function mergeSnapshots(parts: readonly (readonly MetricSnapshot[])[]): MetricSnapshot[] {
  checkOption("parts", parts, listOf(snapshotList), "mergeSnapshots");
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
