import { assertLength } from "../assert-length.js";
import type { Tone } from "../blocks.js";
import { formatNumber } from "../format.js";
import { type Html, type HtmlChild, html } from "../html.js";
import { type ChartBase, clipped, figure, noData, px, SERIES_LIMIT, widest } from "./figure.js";
import { gridBelow } from "./plot.js";
import { extentOf, isDrawable, placeAxis, type Scale } from "./scale.js";

/** One value for each category of a {@link barChart}. */
export interface BarSeries {
  /** For the legend. */
  readonly name: string;
  /** One a category; NaN leaves the bar out and says `n/a`. */
  readonly values: ArrayLike<number>;
  /** An interval about each value. */
  readonly intervals?: readonly (readonly [low: number, high: number])[] | undefined;
  /** A colour for each bar, in place of the series'. */
  readonly tones?: readonly Tone[] | undefined;
}

/** What a {@link barChart} shows. */
export interface BarChart extends ChartBase {
  /** What the bars measure, with its unit. */
  readonly label: string;
  /** Names of the bars, from top to bottom. */
  readonly categories: readonly string[];
  /** One colour each. */
  readonly series: readonly BarSeries[];
  /** How a value is written at the end of its bar; default {@link formatNumber}. */
  readonly format?: ((value: number) => string) | undefined;
  /** End of the axis; default: the largest value. */
  readonly max?: number | undefined;
}

/**
 * Horizontal bars by category, as many series as wanted side by side; values below 0 go to the left, in
 * another colour where there is one series.
 *
 * @throws `SHAPE_MISMATCH` when a series does not have one value a category.
 */
export function barChart(chart: BarChart): Html {
  const { categories, series, format = formatNumber } = chart;
  for (const { name, values, intervals, tones } of series) {
    for (const list of [values, intervals ?? values, tones ?? values]) {
      assertLength(`Bars of "${name}"`, list, categories.length);
    }
  }
  const width = chart.size === "wide" ? 880 : 440;
  const thick = series.length > 1 ? 14 : 16;
  const row = thick * Math.max(1, series.length) + 10;
  const top = 8;
  const bottom = top + Math.max(1, categories.length) * row;
  const names = Math.min(width * 0.36, 10 + widest(categories));
  // Numbers of any length leave the bars some room.
  const written = Math.min(
    width * 0.22,
    widest(series.flatMap((one) => Array.from(one.values, (value) => format(value)))),
  );
  const [least, most] = extentFromZero(series.flatMap((one) => [one.values, ...(one.intervals ?? [])]));
  const range = [names + 6 + (least < 0 ? written + 8 : 0), width - 14 - written] as const;
  const axisRange = { label: chart.label, min: least, max: chart.max ?? most };
  const x = placeAxis(axisRange, [], range, (range[1] - range[0]) / 75);
  const bars = categories.map((category, i) => {
    const y = top + i * row;
    const middle = y + 4 + (row - 10) / 2;
    return html`${clipped("end", names, middle + 4, category, names)}
${series.map((one, s) => barMark({ one, s, i, y: y + 4 + s * thick, thick: thick - 1, alone: series.length === 1 }, x, category, format))}`;
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
  bar: { one: BarSeries; s: number; i: number; y: number; thick: number; alone: boolean },
  x: Scale,
  category: string,
  format: (value: number) => string,
): HtmlChild {
  const { one, i, y, thick } = bar;
  const value = one.values[i]!;
  const middle = y + thick / 2;
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
  const reach = value < 0 ? Math.min(from, ends?.[0] ?? from) - 5 : Math.max(to, ends?.[1] ?? to) + 5;
  const range = interval ? ` (${format(interval[0])} to ${format(interval[1])})` : "";
  return html`<rect class="${tone ? `f-${tone}` : `f${series}`}" x="${px(from)}" y="${px(y)}" width="${px(to - from)}" height="${px(thick)}"><title>${category}, ${one.name}: ${format(value)}${range}</title></rect>${whisker}<text class="${value < 0 ? "end" : "start"}" x="${px(reach)}" y="${px(middle + 4)}">${format(value)}</text>\n`;
}

/** What the bars cover: always 0, from which they grow. */
function extentFromZero(lists: readonly ArrayLike<number>[]): [number, number] {
  const [low, high] = extentOf(lists);
  const [least, most] = [Math.min(0, low), Math.max(0, high)];
  return least === most ? [0, 1] : [least, most];
}

function summary({ label, categories, series }: BarChart, format: (value: number) => string): string {
  const shown = categories.slice(0, 20).map((category, i) => {
    return `${category}: ${series.map((one) => format(one.values[i]!)).join(" and ")}`;
  });
  const rest = categories.length > 20 ? ` and ${categories.length - 20} more` : "";
  return `Bar chart of ${label} for ${series.map((one) => one.name).join(" and ")}. ${shown.join("; ")}${rest}.`;
}
