import { checkOption, listOf } from "@imdb/core/options";
import {
  charts,
  formatNumber,
  formatPercent,
  type Html,
  type HtmlChild,
  type LineChart,
  lineChart,
  notice,
  page,
  stats,
  table,
} from "@imdb/report";
import type { ComparedColumn } from "../drift/report-schema.js";
import { type WindowReport, windowReportRule } from "../watch/window-report.js";
import { type PageOptions, pageOptions } from "./page-options.js";
import { driftBadge, numberColumns, textColumns } from "./table-parts.js";

/**
 * Writes the windows of a prediction log over time as one self-contained HTML page: accuracy with its interval, the scores of
 * the positive class, the share
 * of drifted columns, the number of records, the score of every column, and a table of the windows.
 *
 * @param windows  Reports of windows, in any order.
 * @returns A document to write to a file as UTF-8. The same windows give the same bytes.
 * @throws `INVALID_OPTION`
 */
export function monitoringHtml(windows: readonly WindowReport[], options: PageOptions = {}): string {
  checkOption("windows", windows, listOf(windowReportRule), "monitoringHtml");
  const { title = "Monitoring", subtitle } = pageOptions.resolve(options, "monitoringHtml");
  const ordered = [...windows].sort((a, b) => Date.parse(a.end) - Date.parse(b.end));
  const last = ordered.at(-1);
  return page({
    title,
    subtitle: subtitle ?? (last && `${ordered[0]!.start} to ${last.end}`),
    lead: last ? [verdict(last), tiles(ordered, last)] : notice("muted", "There are no windows."),
    sections: [
      {
        title: "Over time",
        body: charts(
          accuracyChart(ordered),
          ...positiveChart(ordered),
          driftChart(ordered),
          recordsChart(ordered),
          ...columnCharts(ordered),
        ),
      },
      { title: "Windows", body: windowTable(ordered) },
    ],
  });
}

function verdict({ drift: { dataset } }: WindowReport): Html {
  const share = `${dataset.driftedColumns} of ${dataset.comparedColumns} columns`;
  if (dataset.drifted) return notice("fail", `The latest window has drifted: ${share}.`);
  if (dataset.driftedColumns > 0)
    return notice("warn", `Some columns of the latest window have drifted: ${share}.`);
  return notice("pass", "No column of the latest window has drifted.");
}

function tiles(windows: readonly WindowReport[], last: WindowReport): Html {
  const total = windows.reduce((sum, w) => sum + w.count, 0);
  const drifted = windows.filter((w) => w.drift.dataset.drifted).length;
  return stats([
    { label: "windows", value: windows.length, note: `${formatNumber(drifted)} drifted` },
    { label: "records", value: total },
    {
      label: "latest accuracy",
      value: last.accuracy ? formatPercent(last.accuracy.value) : "unknown",
      note: interval(last),
    },
    ...positiveTiles(last),
    ...(typeof last.abstainedShare !== "number"
      ? []
      : [{ label: "latest share without a decision", value: formatPercent(last.abstainedShare) }]),
  ]);
}

/** Precision and recall of the positive class of the latest window, if one was named. */
function positiveTiles({ positive }: WindowReport) {
  if (!positive) return [];
  return (["precision", "recall"] as const).map((name) => ({
    label: `latest ${name} of ${positive.class}`,
    value: positive[name] ? formatPercent(positive[name].value) : "unknown",
  }));
}

function interval({ accuracy: a }: WindowReport): string {
  return a?.low == null || a.high == null
    ? "no labels yet"
    : `${formatPercent(a.low)} to ${formatPercent(a.high)}`;
}

const TIME = { label: "end of the window (UTC)", scale: "time" } as const;

function accuracyChart(windows: readonly WindowReport[]): Html {
  const known = windows.filter((w) => w.accuracy !== null);
  const values = (pick: (w: WindowReport) => number | null | undefined) =>
    known.map((w) => pick(w) ?? Number.NaN);
  return lineChart({
    title: "Accuracy, with its 95 % interval",
    x: TIME,
    y: { label: "accuracy", max: 1 },
    series: [
      {
        name: "accuracy",
        x: known.map(endOf),
        y: values((w) => w.accuracy?.value),
        band: { low: values((w) => w.accuracy?.low), high: values((w) => w.accuracy?.high) },
        marks: "points",
      },
    ],
  });
}

/** One chart of the scores of the positive class, if one was named. */
function positiveChart(windows: readonly WindowReport[]): Html[] {
  const known = windows.filter((w) => w.positive);
  const name = known.at(-1)?.positive?.class;
  if (name === undefined) return [];
  const series = (["precision", "recall", "f1"] as const).map((score) => {
    const scored = known.filter((w) => w.positive!.class === name && w.positive![score] !== null);
    return { name: score, x: scored.map(endOf), y: scored.map((w) => w.positive![score]!.value) };
  });
  const y = { label: "share", min: 0, max: 1 };
  return [
    lineChart({
      title: `Precision, recall and F1 of ${name}`,
      x: TIME,
      y,
      series: series.map((one) => ({ ...one, marks: "points" as const })),
    }),
  ];
}

function driftChart(windows: readonly WindowReport[]): Html {
  const y = { label: "share", min: 0, max: 1 };
  const rules = windows.slice(0, 1).map(({ drift }) => ruleAt(drift.dataset.threshold, "dataset drift"));
  const shares = windows.map((w) => w.drift.dataset.share);
  return pointsOverTime({ title: "Share of drifted columns", y, rules }, "share", windows.map(endOf), shares);
}

function recordsChart(windows: readonly WindowReport[]): Html {
  const y = { label: "records", min: 0 };
  const counts = windows.map((w) => w.count);
  return pointsOverTime({ title: "Records", y }, "records", windows.map(endOf), counts);
}

/** One chart for each column and method: the method of a column can change with the size of the window. */
function columnCharts(windows: readonly WindowReport[]): Html[] {
  const series = new Map<string, { c: ComparedColumn; x: number[]; y: number[] }>();
  for (const window of windows) {
    for (const c of window.drift.columns) {
      if (c.status !== "compared") continue;
      const key = `${c.column}: ${c.title}`;
      const known = series.get(key) ?? { c, x: [], y: [] };
      series.set(key, known);
      known.x.push(endOf(window));
      known.y.push(c.score);
    }
  }
  return [...series].map(([title, { c, x, y: scores }]) => {
    const [label, side] = c.result === "pValue" ? ["p-value", "below"] : ["distance", "above"];
    const rules = [ruleAt(c.threshold, `drifted ${side}`)];
    return pointsOverTime({ title, y: { label: label!, min: 0 }, rules }, c.column, x, scores);
  });
}

function pointsOverTime(
  chart: Pick<LineChart, "title" | "y" | "rules">,
  name: string,
  x: readonly number[],
  y: readonly number[],
): Html {
  return lineChart({ ...chart, x: TIME, series: [{ name, x, y, marks: "points" }] });
}

function ruleAt(value: number, label: string) {
  return { axis: "y", value, label } as const;
}

function windowTable(windows: readonly WindowReport[]): HtmlChild {
  return table({
    caption: "Windows, the latest first",
    columns: [
      ...textColumns("window", "state"),
      ...numberColumns("records", "accuracy"),
      ...textColumns("drifted columns", "worse in quality"),
    ],
    rows: [...windows]
      .reverse()
      .map((w) => [
        `${w.start} to ${w.end}`,
        driftBadge(w.drift.dataset),
        w.count,
        w.accuracy ? formatPercent(w.accuracy.value) : null,
        w.drift.columns.flatMap((c) => (c.status === "compared" && c.drifted ? [c.column] : [])).join(", "),
        w.quality.shares.flatMap((s) => (s.worse ? [s.check] : [])).join(", "),
      ]),
  });
}

function endOf(window: WindowReport): number {
  return Date.parse(window.end);
}
