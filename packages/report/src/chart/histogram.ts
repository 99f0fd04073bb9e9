import { integer, numberList, oneOf, optional, optionsOf, rule, text } from "@imdb/core/options";
import { checkEach, checkLength, list } from "../checks.js";
import { formatNumber, formatPercent } from "../format.js";
import { type Html, type HtmlChild, html } from "../html.js";
import { binCounts, binEdges } from "./bins.js";
import { type ChartBase, type ChartOptional, chartRules, px, SERIES_LIMIT } from "./figure.js";
import { type Plot, plotFigure } from "./plot.js";

interface HistogramBase extends ChartBase {
  /** Label of the axis, with the unit. */
  readonly label: string;
  /** Height of the bars: counts, or shares of each series. Default `count` for one series, `share` for more. */
  readonly height?: "count" | "share" | undefined;
}

interface ValuesHistogram extends HistogramBase {
  readonly series: readonly { readonly name: string; readonly values: ArrayLike<number> }[];
  /** Approximate number of bins. Default 30. */
  readonly bins?: number | undefined;
  /** The range that the bins cover; values outside are counted in the outermost bins. Default: all values. */
  readonly range?: readonly [low: number, high: number] | undefined;
}

interface CountsHistogram extends HistogramBase {
  /** Bin edges in ascending order. */
  readonly edges: ArrayLike<number>;
  /** Each series has one count for each bin. */
  readonly series: readonly { readonly name: string; readonly counts: ArrayLike<number> }[];
}

/** What a {@link histogram} shows: values, or counts by bin. */
export type HistogramChart = ValuesHistogram | CountsHistogram;

const base = { ...chartRules, label: text, height: optional(oneOf("count", "share")) };
const valuesOptions = optionsOf<ValuesHistogram, ChartOptional | "height" | "range">({
  ...base,
  series: list(),
  bins: [30, integer(1)],
  range: optional(
    rule<readonly [number, number]>(
      "two numbers in ascending order",
      (value) => Array.isArray(value) && value.length === 2 && value[0] <= value[1],
    ),
  ),
});
const countsOptions = optionsOf<CountsHistogram, ChartOptional | "height">({
  ...base,
  edges: numberList,
  series: list(),
});
const valueSeries = optionsOf<ValuesHistogram["series"][number]>({ name: text, values: numberList });
const countSeries = optionsOf<CountsHistogram["series"][number]>({ name: text, counts: numberList });

/**
 * A histogram. Several series have the same bins and overlap.
 *
 * NaN and infinities are not drawn; the note of the chart has their number.
 *
 * @throws `INVALID_OPTION`; `SHAPE_MISMATCH` when a series does not have one count for each bin.
 */
export function histogram(chart: HistogramChart): Html {
  const { edges, series } = binnedSeries(chart);
  const height = chart.height ?? (series.length > 1 ? "share" : "count");
  const bars = series.map(({ name, counts, total }) => ({
    name,
    total,
    heights: height === "share" ? counts.map((n) => (total > 0 ? n / total : 0)) : counts,
  }));
  const notFinite = sum(series.map((one) => one.notFinite));
  const note = notFinite > 0 ? `Left out, for they are not finite: ${formatNumber(notFinite)}. ` : null;
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
    const style = bar.alone ? `f${colour}` : `over f${colour} s${colour}`;
    return html`<rect class="${style}" x="${px(x0)}" y="${px(y)}" width="${px(Math.max(0.5, x1 - x0 - gap))}" height="${px(plot.bottom - y)}"><title>${label}</title></rect>\n`;
  });
}

/** The bin edges, and for each series its counts and the number of values that are not finite. */
function binnedSeries(options: HistogramChart) {
  if (Object.hasOwn(Object(options), "edges")) {
    const chart = countsOptions.resolve(options as CountsHistogram, "histogram");
    const edges = Array.from(chart.edges);
    const series = checkEach(chart.series, countSeries, "series", "histogram").map(({ name, counts }) => {
      checkLength(`Bins of "${name}"`, counts, edges.length - 1);
      return { name, counts: Array.from(counts), total: sum(counts), notFinite: 0 };
    });
    return { edges, series };
  }
  const chart = valuesOptions.resolve(options as ValuesHistogram, "histogram");
  const given = checkEach(chart.series, valueSeries, "series", "histogram");
  const edges = binEdges(
    given.map((one) => one.values),
    chart.bins,
    chart.range,
  );
  const series = given.map(({ name, values }) => {
    const counts = binCounts(values, edges);
    return { name, counts, total: sum(counts), notFinite: values.length - sum(counts) };
  });
  return { edges, series };
}

function sum(counts: ArrayLike<number>): number {
  return Array.from(counts).reduce((total, n) => total + n, 0);
}
