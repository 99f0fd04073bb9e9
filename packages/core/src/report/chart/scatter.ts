import { ShapeMismatch } from "../../errors/codes.js";
import { type Html, type HtmlChild, html } from "../html.js";
import { type ChartBase, px, SERIES_LIMIT } from "./figure.js";
import { type Plot, plotFigure } from "./plot.js";
import { type Axis, isDrawable } from "./scale.js";

/** One cloud of points. */
export interface ScatterSeries {
  /** For the legend. */
  readonly name: string;
  /** Where the points stand. */
  readonly x: ArrayLike<number>;
  /** As many as `x`. */
  readonly y: ArrayLike<number>;
  /** A name for each point, shown where the pointer rests. */
  readonly labels?: readonly string[] | undefined;
}

/** What a {@link scatter} shows. */
export interface Scatter extends ChartBase {
  /** One colour each. */
  readonly series: readonly ScatterSeries[];
  /** The horizontal axis. */
  readonly x: Axis;
  /** The vertical axis. */
  readonly y: Axis;
}

/**
 * Points by two measures. Points that cover each other are drawn once, so that any number of them stays a page
 * that opens.
 *
 * @throws `SHAPE_MISMATCH` when the arrays of a series have different lengths.
 */
export function scatter(chart: Scatter): Html {
  const xValues: number[] = [];
  const yValues: number[] = [];
  for (const { name, x, y, labels } of chart.series) {
    for (const length of [y.length, labels?.length ?? x.length]) {
      if (length !== x.length)
        throw ShapeMismatch.create({ what: `Points of "${name}"`, expected: x.length, actual: length });
    }
    for (let i = 0; i < x.length; i++) {
      if (!isDrawable(x[i]!) || !isDrawable(y[i]!)) continue;
      xValues.push(x[i]!);
      yValues.push(y[i]!);
    }
  }
  const counts = chart.series.map(({ name, x }) => `${name}: ${x.length}`).join("; ");
  return plotFigure(chart, {
    x: chart.x,
    y: chart.y,
    xValues,
    yValues,
    legend: chart.series.map(({ name }) => ({ name, swatch: "dot" })),
    empty: xValues.length === 0,
    summary: `Scatter plot of ${chart.y.label} over ${chart.x.label}. Points of ${counts}.`,
    draw: (plot) => chart.series.map((series, i) => cloud(series, i, plot)),
  });
}

function cloud({ name, x, y, labels }: ScatterSeries, index: number, plot: Plot): HtmlChild {
  const seen = new Set<string>();
  const dots: Html[] = [];
  for (let i = 0; i < x.length; i++) {
    const [cx, cy] = [plot.x.at(x[i]!), plot.y.at(y[i]!)];
    if (!Number.isFinite(cx) || !Number.isFinite(cy)) continue;
    const place = `${Math.round(cx)} ${Math.round(cy)}`;
    if (seen.has(place)) continue;
    seen.add(place);
    const label = `${labels?.[i] ?? name}: ${plot.x.format(x[i]!)}, ${plot.y.format(y[i]!)}`;
    dots.push(
      html`<circle class="dot f${(index % SERIES_LIMIT) + 1}" fill-opacity=".75" cx="${px(cx)}" cy="${px(cy)}" r="3.5"><title>${label}</title></circle>\n`,
    );
  }
  return dots;
}
