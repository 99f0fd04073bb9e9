import { charts, type Html, lineChart } from "@imdb/report";
import type { Metric, Run } from "../entities/run.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { titleOf } from "./compare-runs.js";

/** The number of lines that can be told apart in a chart. */
const MAX_LINES = 6;

/** A chart for every metric with more than one value in a run; `undefined` when there is no such metric. */
export async function metricCurves(store: TrackingStore, runs: readonly Run[]): Promise<Html | undefined> {
  const drawn: Html[] = [];
  const keys = new Set(runs.flatMap((run) => run.latestMetrics.map((metric) => metric.key)));
  const shown = runs.slice(0, MAX_LINES);
  for (const key of [...keys].sort()) {
    const series = [];
    for (const run of shown) {
      const history = Object.hasOwn(run.metrics, key)
        ? await store.getMetricHistory(run.info.runId, key)
        : [];
      if (history.length > 1) series.push(line(run, history));
    }
    if (series.length === 0) continue;
    const note = runs.length > MAX_LINES ? `The first ${MAX_LINES} of ${runs.length} runs.` : undefined;
    drawn.push(
      lineChart({ title: key, series, x: { label: "step" }, y: { label: key }, ...(note && { note }) }),
    );
  }
  return drawn.length === 0 ? undefined : charts(drawn);
}

function line(run: Run, history: readonly Metric[]) {
  return {
    name: titleOf(run),
    x: history.map((metric) => metric.step),
    y: history.map((metric) => (Number.isFinite(metric.value) ? metric.value : Number.NaN)),
  };
}
