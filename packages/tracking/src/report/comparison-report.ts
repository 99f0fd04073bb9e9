import { checkOption, rule } from "@imdb/core/options";
import { badge, details, formatNumber, type HtmlChild, page, paragraph, table } from "@imdb/report";
import type { Run } from "../entities/run.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { type ComparedRow, compareRuns, titleOf } from "./compare-runs.js";
import { metricCurves } from "./metric-curves.js";
import { parallelRuns } from "./parallel-runs.js";
import { duration } from "./run-report.js";

const twoOrMore = rule<readonly string[]>(
  "two runs or more",
  (value) => Array.isArray(value) && value.length >= 2,
);

/**
 * Makes a self-contained HTML page that compares runs: parallel coordinates of what they differ in, metrics with their
 * differences from the first run, metric curves, and the parameters, datasets and environment tags that differ. What
 * is the same in all runs is collapsed.
 *
 * @param runIds  At least two; the others are compared with the first.
 * @throws `RUN_NOT_FOUND`, `INVALID_OPTION`
 */
export async function comparisonReport(store: TrackingStore, runIds: readonly string[]): Promise<string> {
  checkOption("runIds", runIds, twoOrMore, "comparisonReport");
  const runs: Run[] = [];
  for (const runId of runIds) runs.push(await store.getRun(runId));
  const compared = compareRuns(runs);
  const curves = await metricCurves(store, runs);
  return page({
    title: `Comparison of ${runs.length} runs`,
    subtitle: `All against ${titleOf(runs[0]!)}`,
    sections: [
      { title: "Runs", body: runsTable(runs) },
      {
        title: "Metrics",
        body: [parallelRuns(compared, runs.map(titleOf)), metricsTable(runs, compared.metrics), curves],
      },
      { title: "Parameters", body: differences("parameters", runs, compared.params) },
      { title: "Data", body: differences("datasets", runs, compared.datasets) },
      { title: "Code and environment", body: differences("tags", runs, compared.tags) },
    ],
    footer: `Made by @imdb/tracking from ${store.uri}`,
  });
}

function runsTable(runs: readonly Run[]): HtmlChild {
  return table({
    caption: "The runs",
    columns: [{ header: "run" }, { header: "id" }, { header: "status" }, { header: "took" }],
    rows: runs.map((run) => [titleOf(run), run.info.runId, run.info.status, duration(run)]),
  });
}

function metricsTable(runs: readonly Run[], rows: readonly ComparedRow<number>[]): HtmlChild {
  return table({
    caption: "Latest values, with the difference from the first run",
    columns: [
      { header: "metric" },
      ...runs.map((run) => ({ header: titleOf(run), kind: "number" as const })),
    ],
    rows: rows.map(({ key, values }) => [
      key,
      ...values.map((value, i) => {
        if (value === undefined) return "—";
        const first = values[0];
        if (i === 0 || first === undefined || Object.is(value, first)) return formatNumber(value);
        const change = value - first;
        return `${formatNumber(value)} (${change > 0 ? "+" : ""}${formatNumber(change, 3)})`;
      }),
    ]),
  });
}

function differences(what: string, runs: readonly Run[], rows: readonly ComparedRow<string>[]): HtmlChild {
  const columns = [{ header: "key" }, ...runs.map((run) => ({ header: titleOf(run) }))];
  const cells = (row: ComparedRow<string>) => [row.key, ...row.values.map((value) => value ?? "—")];
  const changed = rows.filter((row) => row.differs);
  const shared = rows.filter((row) => !row.differs);
  return [
    changed.length === 0
      ? paragraph(badge("pass", `no ${what} differ`))
      : table({ caption: `${what} that differ`, columns, rows: changed.map(cells) }),
    shared.length === 0
      ? null
      : details(
          `${shared.length} ${what} are the same`,
          table({ caption: `${what} that are the same`, columns, rows: shared.map(cells) }),
        ),
  ];
}
