import { numberList, oneOf, optional, optionsOf, rule, text } from "@imdb/core/options";
import { checkEach, checkLength, list } from "../checks.js";
import { type Html, type HtmlChild, html } from "../html.js";
import { type ChartBase, type ChartOptional, chartRules, px, SERIES_LIMIT } from "./figure.js";
import { type Plot, plotFigure } from "./plot.js";
import { type Axis, axisOptions, extentOf, finite, isDrawable } from "./scale.js";
import { isDrawn, pathOf, thinLine } from "./thin.js";

/** One line, with an optional band around it. */
export interface LineSeries {
  /** Name in the legend. */
  readonly name: string;
  /** Horizontal values; in ascending order for a time series, in any order for a curve. */
  readonly x: ArrayLike<number>;
  /** Vertical values, one for each of `x`. NaN is a gap. */
  readonly y: ArrayLike<number>;
  /** An interval for each point: lower and upper ends. */
  readonly band?: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> } | undefined;
  /** `points` also draws a dot at every point. Default `line`. */
  readonly marks?: "line" | "points" | undefined;
}

/** A straight dashed line across a chart: a threshold, a chance level, a time. */
export interface Rule {
  /** The axis of the value. */
  readonly axis: "x" | "y";
  /** The value of the line. */
  readonly value: number;
  /** Text beside the line. */
  readonly label: string;
}

/** What a {@link lineChart} shows. */
export interface LineChart extends ChartBase {
  /** Each series has its own colour and dash pattern. */
  readonly series: readonly LineSeries[];
  /** The horizontal axis. */
  readonly x: Axis;
  /** The vertical axis. */
  readonly y: Axis;
  /** Straight lines across the whole chart. */
  readonly rules?: readonly Rule[] | undefined;
  /** `identity` draws the line y = x, for ROC and calibration curves. Default `none`. */
  readonly diagonal?: "none" | "identity" | undefined;
}

const anAxis = rule<Axis>("an axis with a label", (value) => Object(value) === value);
const lineChartOptions = optionsOf<LineChart, ChartOptional>({
  ...chartRules,
  series: list(),
  x: anAxis,
  y: anAxis,
  rules: [[], list()],
  diagonal: ["none", oneOf("none", "identity")],
});
const seriesOptions = optionsOf<LineSeries, "band">({
  name: text,
  x: numberList,
  y: numberList,
  band: optional(
    rule("an object with the lists low and high", (value) => {
      const { low, high } = Object(value);
      return numberList.accepts(low) && numberList.accepts(high);
    }),
  ),
  marks: ["line", oneOf("line", "points")],
});
const ruleOptions = optionsOf<Rule>({ axis: oneOf("x", "y"), value: finite, label: text });

/**
 * A chart of lines: curves, time series. A long line is reduced to the points that a screen can show.
 *
 * @throws `INVALID_OPTION`; `SHAPE_MISMATCH` when the arrays of a series have different lengths.
 */
export function lineChart(options: LineChart): Html {
  const chart = lineChartOptions.resolve(options, "lineChart");
  const x = axisOptions.resolve(chart.x, "the axis x of lineChart");
  const y = axisOptions.resolve(chart.y, "the axis y of lineChart");
  const series = checkEach(chart.series, seriesOptions, "series", "lineChart");
  const rules = checkEach(chart.rules, ruleOptions, "rules", "lineChart");
  for (const { name, x, y, band = { low: y, high: y } } of series) {
    for (const values of [y, band.low, band.high]) checkLength(`Points of "${name}"`, values, x.length);
  }
  const xValues: number[] = rules.filter((rule) => rule.axis === "x").map((rule) => rule.value);
  const yValues: number[] = rules.filter((rule) => rule.axis === "y").map((rule) => rule.value);
  let points = 0;
  for (const line of series) {
    for (let i = 0; i < line.x.length; i++) {
      if (!isDrawable(line.x[i]!) || !isDrawable(line.y[i]!)) continue;
      points++;
      xValues.push(line.x[i]!);
      yValues.push(line.y[i]!);
      if (line.band) yValues.push(line.band.low[i]!, line.band.high[i]!);
    }
  }
  return plotFigure(chart, {
    x,
    y,
    xValues,
    yValues,
    legend: series.map(({ name }) => ({ name, swatch: "line" })),
    empty: points === 0 && rules.length === 0,
    summary: summary(chart),
    draw: (plot) => [
      chart.diagonal === "identity" ? identity(plot) : null,
      rules.map((rule) => ruleMark(rule, plot)),
      series.map((line, i) => bandMark(line, i, plot)),
      series.map((line, i) => lineMark(line, i, plot)),
    ],
  });
}

function lineMark(line: LineSeries, index: number, plot: Plot): HtmlChild {
  const colour = (index % SERIES_LIMIT) + 1;
  const x = place(line.x, plot.x.at);
  const y = place(line.y, plot.y.at);
  const kept = thinLine(x, y);
  const path = html`<path class="line s${colour} d${colour}" d="${pathOf(x, y, kept)}"/>\n`;
  const isolated = kept.filter((i) => isDrawn(x, y, i) && !isDrawn(x, y, i - 1) && !isDrawn(x, y, i + 1));
  // A point between two gaps is drawn as a dot, since it has no line.
  const dots = line.marks === "points" ? kept.filter((i) => isDrawn(x, y, i)) : isolated;
  return [
    path,
    dots.map(
      (i) =>
        html`<circle class="dot f${colour}" cx="${px(x[i]!)}" cy="${px(y[i]!)}" r="3.5"><title>${line.name}: ${plot.x.format(line.x[i]!)}, ${plot.y.format(line.y[i]!)}</title></circle>\n`,
    ),
  ];
}

function bandMark({ x, band }: LineSeries, index: number, plot: Plot): HtmlChild {
  if (!band) return null;
  const at = place(x, plot.x.at);
  const low = place(band.low, plot.y.at);
  const high = place(band.high, plot.y.at);
  return runs(at.length, (i) => isDrawn(at, low, i) && isDrawn(at, high, i)).map((run) => {
    const upper = run.map((i) => `${px(at[i]!)} ${px(high[i]!)}`);
    const lower = run.map((i) => `${px(at[i]!)} ${px(low[i]!)}`).reverse();
    return html`<path class="band f${(index % SERIES_LIMIT) + 1}" d="M${[...upper, ...lower].join("L")}Z"/>\n`;
  });
}

/** Runs of consecutive positions for which a condition holds. */
function runs(length: number, holds: (i: number) => boolean): number[][] {
  const found: number[][] = [];
  for (let i = 0; i < length; i++) {
    if (!holds(i)) continue;
    if (i > 0 && holds(i - 1)) found.at(-1)!.push(i);
    else found.push([i]);
  }
  return found;
}

function ruleMark({ axis, value, label }: Rule, { x, y, left, right, top, bottom }: Plot): Html {
  if (axis === "y") {
    const at = y.at(value);
    return html`<path class="rule" d="M${px(left)} ${px(at)}H${px(right)}"/><text class="tick end" x="${px(right)}" y="${px(at - 5)}">${label}</text>\n`;
  }
  const at = x.at(value);
  const side = at > (left + right) / 2 ? "end" : "start";
  return html`<path class="rule" d="M${px(at)} ${px(top)}V${px(bottom)}"/><text class="tick ${side}" x="${px(side === "end" ? at - 5 : at + 5)}" y="${px(top + 10)}">${label}</text>\n`;
}

function identity({ x, y }: Plot): Html {
  const low = Math.max(x.low, y.low);
  const high = Math.min(x.high, y.high);
  return html`<path class="rule" d="M${px(x.at(low))} ${px(y.at(low))}L${px(x.at(high))} ${px(y.at(high))}"/>\n`;
}

function place(values: ArrayLike<number>, at: (value: number) => number): Float64Array {
  return Float64Array.from(values, at);
}

function summary({ series, x, y }: LineChart): string {
  const lines = series.map((line) => {
    const drawn = Array.from(line.y).filter(isDrawable);
    if (drawn.length === 0) return `${line.name}: no data`;
    const [low, high] = extentOf([drawn]);
    return `${line.name}: ${drawn.length} points from ${short(low)} to ${short(high)}, the last ${short(drawn.at(-1)!)}`;
  });
  return `Line chart of ${y.label} over ${x.label}. ${lines.join("; ")}.`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
