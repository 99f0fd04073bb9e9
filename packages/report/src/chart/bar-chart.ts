import { callback, listOf, numberList, optional, optionsOf, rule, text } from "@imdb/core/options";
import { type Tone, toneRule } from "../blocks.js";
import { checkEach, checkLength, list } from "../checks.js";
import { formatNumber } from "../format.js";
import { type Html, type HtmlChild, html } from "../html.js";
import {
  type ChartBase,
  type ChartOptional,
  chartRules,
  clipped,
  figure,
  noData,
  px,
  SERIES_LIMIT,
  widest,
} from "./figure.js";
import { gridBelow } from "./plot.js";
import { extentOf, finite, isDrawable, placeAxis, type Scale } from "./scale.js";

/** One value for each category of a {@link barChart}. */
export interface BarSeries {
  /** Name in the legend. */
  readonly name: string;
  /** One value for each category. For NaN there is the text `n/a` in place of a bar. */
  readonly values: ArrayLike<number>;
  /** An interval for each value. */
  readonly intervals?: readonly (readonly [low: number, high: number])[] | undefined;
  /** A colour for each bar. Default: the colour of the series. */
  readonly tones?: readonly Tone[] | undefined;
}

/** What a {@link barChart} shows. */
export interface BarChart extends ChartBase {
  /** Label of the axis, with the unit. */
  readonly label: string;
  /** Names of the bars, from top to bottom. */
  readonly categories: readonly string[];
  /** Each series has its own colour. */
  readonly series: readonly BarSeries[];
  /** Formats the value at the end of a bar. Default {@link formatNumber}. */
  readonly format?: ((value: number) => string) | undefined;
  /** End of the axis. Default: the largest value. */
  readonly max?: number | undefined;
}

const seriesOptions = optionsOf<BarSeries, "intervals" | "tones">({
  name: text,
  values: numberList,
  intervals: optional(rule("a list of pairs", (value) => Array.isArray(value) && value.every(Array.isArray))),
  tones: optional(listOf(toneRule)),
});
const barChartOptions = optionsOf<BarChart, ChartOptional | "max">({
  ...chartRules,
  label: text,
  categories: listOf(text),
  series: list(),
  format: [formatNumber, callback()],
  max: optional(finite),
});

/**
 * A chart of horizontal bars by category. Several series are side by side. Bars of negative values go to the left; with
 * one series they have another colour.
 *
 * @throws `INVALID_OPTION`; `SHAPE_MISMATCH` when a series does not have one value for each category.
 */
export function barChart(options: BarChart): Html {
  const chart = barChartOptions.resolve(options, "barChart");
  const { categories, format } = chart;
  const series = checkEach(chart.series, seriesOptions, "series", "barChart");
  for (const { name, values, intervals, tones } of series) {
    for (const part of [values, intervals ?? values, tones ?? values]) {
      checkLength(`Bars of "${name}"`, part, categories.length);
    }
  }
  const width = chart.size === "wide" ? 880 : 440;
  const barHeight = series.length > 1 ? 14 : 16;
  const row = barHeight * Math.max(1, series.length) + 10;
  const top = 8;
  const bottom = top + Math.max(1, categories.length) * row;
  const names = Math.min(width * 0.36, 10 + widest(categories));
  // Long numbers are limited, so that the bars stay visible.
  const valueWidth = Math.min(
    width * 0.22,
    widest(series.flatMap((one) => Array.from(one.values, (value) => format(value)))),
  );
  const [lowest, highest] = extentFromZero(series.flatMap((one) => [one.values, ...(one.intervals ?? [])]));
  const range = [names + 6 + (lowest < 0 ? valueWidth + 8 : 0), width - 14 - valueWidth] as const;
  const axisRange = { label: chart.label, min: lowest, max: chart.max ?? highest };
  const x = placeAxis(axisRange, [], range, (range[1] - range[0]) / 75);
  const bars = categories.map((category, i) => {
    const y = top + i * row;
    const middle = y + 4 + (row - 10) / 2;
    return html`${clipped("end", names, middle + 4, category, names)}
${series.map((one, s) => barMark({ one, s, i, y: y + 4 + s * barHeight, height: barHeight - 1, alone: series.length === 1 }, x, category, format))}`;
  });
  return figure(chart, {
    width,
    height: bottom + 44,
    legend: series.map(({ name }) => ({ name, swatch: "area" })),
    summary: summary(chart, format),
    marks: [
      gridBelow(
        x,
        [top, bottom],
        (x.at(x.low) + x.at(x.high)) / 2,
        html`<path class="axis" d="M${px(x.at(0))} ${px(top)}V${px(bottom)}"/>\n`,
      ),
      categories.length === 0 ? noData(width / 2, bottom / 2 + 8) : bars,
    ],
  });
}

function barMark(
  bar: { one: BarSeries; s: number; i: number; y: number; height: number; alone: boolean },
  x: Scale,
  category: string,
  format: (value: number) => string,
): HtmlChild {
  const { one, i, y, height } = bar;
  const value = one.values[i]!;
  const middle = y + height / 2;
  if (!isDrawable(value)) {
    return html`<text class="tick" x="${px(x.at(0) + 4)}" y="${px(middle + 4)}">${format(value)}</text>\n`;
  }
  const tone = one.tones?.[i];
  const series = bar.alone && value < 0 ? 2 : (bar.s % SERIES_LIMIT) + 1;
  const [from, to] = [x.at(Math.min(0, value)), x.at(Math.max(0, value))];
  const interval = one.intervals?.[i];
  const ends = interval?.every(isDrawable) ? ([x.at(interval[0]), x.at(interval[1])] as const) : undefined;
  const whisker =
    ends && html`<path class="whisker" d="M${px(ends[0])} ${px(middle - 4)}v8m0 -4H${px(ends[1])}m0 -4v8"/>`;
  const labelX = value < 0 ? Math.min(from, ends?.[0] ?? from) - 5 : Math.max(to, ends?.[1] ?? to) + 5;
  const range = interval ? ` (${format(interval[0])} to ${format(interval[1])})` : "";
  return html`<rect class="${tone ? `f-${tone}` : `f${series}`}" x="${px(from)}" y="${px(y)}" width="${px(to - from)}" height="${px(height)}"><title>${category}, ${one.name}: ${format(value)}${range}</title></rect>${whisker}<text class="${value < 0 ? "end" : "start"}" x="${px(labelX)}" y="${px(middle + 4)}">${format(value)}</text>\n`;
}

/** The range of the bars. It contains 0, where bars start. */
function extentFromZero(lists: readonly ArrayLike<number>[]): [number, number] {
  const [low, high] = extentOf(lists);
  const [lowest, highest] = [Math.min(0, low), Math.max(0, high)];
  return lowest === highest ? [0, 1] : [lowest, highest];
}

function summary({ label, categories, series }: BarChart, format: (value: number) => string): string {
  const shown = categories.slice(0, 20).map((category, i) => {
    return `${category}: ${series.map((one) => format(one.values[i]!)).join(" and ")}`;
  });
  const rest = categories.length > 20 ? ` and ${categories.length - 20} more` : "";
  return `Bar chart of ${label} for ${series.map((one) => one.name).join(" and ")}. ${shown.join("; ")}${rest}.`;
}
