import { assertLength } from "../assert-length.js";
import { formatNumber, formatPercent } from "../format.js";
import { type Html, type HtmlChild, html } from "../html.js";
import { binCounts, binEdges } from "./bins.js";
import { type ChartBase, px, SERIES_LIMIT } from "./figure.js";
import { type Plot, plotFigure } from "./plot.js";

/** What a {@link histogram} shows: values to be counted, or counts. */
export type HistogramChart = ChartBase & {
  /** What is measured, with its unit. */
  readonly label: string;
  /** Height of the bars: counts, or shares of each series. Default `count` for one series, `share` for more. */
  readonly height?: "count" | "share" | undefined;
} & (
    | {
        readonly series: readonly { readonly name: string; readonly values: ArrayLike<number> }[];
        /** About how many bins; default 30. */
        readonly bins?: number | undefined;
        /** What the bins cover; values outside count in the outermost. Default: all values. */
        readonly range?: readonly [low: number, high: number] | undefined;
      }
    | {
        /** Ascending ends of the bins. */
        readonly edges: ArrayLike<number>;
        /** One count a bin. */
        readonly series: readonly { readonly name: string; readonly counts: ArrayLike<number> }[];
      }
  );

/**
 * How values are distributed; two or more series lie over one another in the same bins.
 *
 * Values that are NaN or infinite are not drawn, and the chart says how many they were.
 *
 * @throws `SHAPE_MISMATCH` when a series does not have one count a bin.
 */
export function histogram(chart: HistogramChart): Html {
  const { edges, series } = counted(chart);
  const height = chart.height ?? (series.length > 1 ? "share" : "count");
  const bars = series.map(({ name, counts, total }) => ({
    name,
    total,
    heights: height === "share" ? counts.map((n) => (total > 0 ? n / total : 0)) : counts,
  }));
  const left = sum(series.map((one) => one.left));
  const note = left > 0 ? `Left out, for they are not finite: ${formatNumber(left)}. ` : null;
  const totals = bars.map(({ name, total }) => `${name}: ${formatNumber(total)}`).join("; ");
  return plotFigure(note ? { ...chart, note: [note, chart.note] } : chart, {
    x: { label: chart.label, min: edges[0], max: edges.at(-1) },
    y: { label: height === "share" ? "share" : "count", min: 0 },
    xValues: edges,
    yValues: bars.flatMap((bar) => bar.heights),
    legend: bars.map(({ name }) => ({ name, swatch: "area" })),
    empty: bars.every((bar) => bar.total === 0),
    summary: `Histogram of ${chart.label} in ${edges.length - 1} bins. Values in ${totals}.`,
    draw: (plot) =>
      bars.map((bar, i) => seriesMarks({ ...bar, index: i, alone: bars.length === 1, height }, edges, plot)),
  });
}

function seriesMarks(
  bar: { name: string; heights: number[]; index: number; alone: boolean; height: string },
  edges: readonly number[],
  plot: Plot,
): HtmlChild {
  const colour = (bar.index % SERIES_LIMIT) + 1;
  return bar.heights.map((value, i) => {
    if (!(value > 0)) return null;
    const [x0, x1] = [plot.x.at(edges[i]!), plot.x.at(edges[i + 1]!)];
    const y = plot.y.at(value);
    const shown = bar.height === "share" ? formatPercent(value) : formatNumber(value);
    const label = `${bar.name}: ${formatNumber(edges[i]!)} to ${formatNumber(edges[i + 1]!)}: ${shown}`;
    const gap = bar.alone && x1 - x0 > 3 ? 1 : 0;
    const look = bar.alone ? `f${colour}` : `over f${colour} s${colour}`;
    return html`<rect class="${look}" x="${px(x0)}" y="${px(y)}" width="${px(Math.max(0.5, x1 - x0 - gap))}" height="${px(plot.bottom - y)}"><title>${label}</title></rect>\n`;
  });
}

/** The bins, with the counts of each series and how many of its values have no place in them. */
function counted(chart: HistogramChart) {
  if ("edges" in chart) {
    const edges = Array.from(chart.edges);
    const series = chart.series.map(({ name, counts }) => {
      assertLength(`Bins of "${name}"`, counts, edges.length - 1);
      return { name, counts: Array.from(counts), total: sum(counts), left: 0 };
    });
    return { edges, series };
  }
  const edges = binEdges(
    chart.series.map((one) => one.values),
    chart.bins ?? 30,
    chart.range,
  );
  const series = chart.series.map(({ name, values }) => {
    const counts = binCounts(values, edges);
    return { name, counts, total: sum(counts), left: values.length - sum(counts) };
  });
  return { edges, series };
}

function sum(counts: ArrayLike<number>): number {
  return Array.from(counts).reduce((total, n) => total + n, 0);
}
