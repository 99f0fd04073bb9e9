import { checkOption } from "@imdb/core/options";
import {
  formatBytes,
  formatDuration,
  formatTime,
  keyValues,
  page,
  paragraph,
  stats,
  table,
} from "@imdb/report";
import { DATASET_CONTEXT_TAG, type Run } from "../entities/run.js";
import { artifactFiles } from "../run/artifact-tree.js";
import { storeRule, type TrackingStore } from "../store/tracking-store.js";
import { metricCurves } from "./metric-curves.js";

/**
 * Makes a self-contained HTML page about one run, for readers without a server. It has no script and loads nothing;
 * recorded texts are shown as text, also when they contain HTML.
 *
 * @returns The page; write it to a file as UTF-8.
 * @throws `RUN_NOT_FOUND`, `INVALID_OPTION`
 */
export async function runReport(store: TrackingStore, runId: string): Promise<string> {
  checkOption("store", store, storeRule, "runReport");
  const run = await store.getRun(runId);
  const { info } = run;
  const curves = await metricCurves(store, [run]);
  const artifacts = await artifactFiles(store.artifacts, { runId });
  const experiment = await store.getExperiment(info.experimentId);
  return page({
    title: info.runName || info.runId,
    subtitle: `Run ${info.runId} of experiment ${experiment.name}`,
    lead: stats([
      { label: "status", value: info.status, tone: info.status === "FINISHED" ? "pass" : "warn" },
      { label: "started", value: formatTime(new Date(info.startTime)) },
      { label: "took", value: duration(run) },
      { label: "by", value: info.userId || "unknown" },
    ]),
    sections: [
      {
        title: "Metrics",
        body: [metricsTable(run), curves ?? paragraph("No metric has more than one value.")],
      },
      { title: "Parameters", body: keyValues(run.params) },
      { title: "Data", body: datasetsTable(run) },
      {
        title: "Artifacts",
        body: table({
          caption: "Files the run kept",
          columns: [{ header: "path" }, { header: "size", kind: "number" }],
          rows: artifacts.map((file) => [file.path, formatBytes(file.size)]),
        }),
      },
      { title: "Code and environment", body: keyValues(run.tags) },
    ],
    footer: `Made by @imdb/tracking from ${store.uri}`,
  });
}

function metricsTable(run: Run) {
  return table({
    caption: "Latest values",
    columns: [{ header: "metric" }, { header: "value", kind: "number" }, { header: "step", kind: "number" }],
    rows: run.latestMetrics.map((metric) => [metric.key, metric.value, metric.step]),
  });
}

function datasetsTable(run: Run) {
  return table({
    caption: "Datasets the run used",
    columns: [{ header: "name" }, { header: "used for" }, { header: "version" }, { header: "source" }],
    rows: run.inputs.map((dataset) => [
      dataset.name,
      dataset.tags[DATASET_CONTEXT_TAG] ?? "",
      dataset.digest,
      dataset.source,
    ]),
  });
}

/** The duration of a run as a text. */
export function duration({ info }: Run): string {
  return info.endTime === undefined ? "still open" : formatDuration((info.endTime - info.startTime) / 1_000);
}
