import { type Html, type HtmlChild, html } from "../html.js";
import { type ChartBase, figure, type LegendEntry, px, widest } from "./figure.js";
import { type Axis, placeAxis, type Scale } from "./scale.js";

/** The scales of the two axes, and the coordinates of the area between them. */
export interface Plot {
  readonly x: Scale;
  readonly y: Scale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The content of a chart with two axes. */
export interface PlotContent {
  readonly x: Axis;
  readonly y: Axis;
  /** All values along each axis, which decide its range. */
  readonly xValues: readonly number[] | Float64Array;
  readonly yValues: readonly number[] | Float64Array;
  readonly legend: readonly LegendEntry[];
  /** Whether there is no data. An empty chart has the text `no data`. */
  readonly empty: boolean;
  readonly summary: string;
  draw(plot: Plot): HtmlChild;
}

const SIZES = { normal: [440, 300], wide: [880, 320] } as const;

/** A figure with a horizontal and a vertical axis, grid lines, ticks and labels. */
export function plotFigure(chart: ChartBase, content: PlotContent): Html {
  const [width, height] = SIZES[chart.size ?? "normal"];
  const [top, bottom] = [24, height - 44];
  const y = placeAxis(content.y, content.yValues, [bottom, top], 5);
  const left = 16 + Math.max(12, widest(y.ticks.map((tick) => tick.label)));
  const right = width - 16;
  const target = content.x.scale === "time" ? (right - left) / 90 : (right - left) / 70;
  const x = placeAxis(content.x, content.xValues, [left, right], target);
  const plot: Plot = { x, y, left, right, top, bottom };
  const empty = html`<text class="middle tick" x="${px((left + right) / 2)}" y="${px((top + bottom) / 2)}">no data</text>`;
  const marks = [axes(plot, height), content.empty ? empty : content.draw(plot)];
  return figure(chart, { width, height, marks, summary: content.summary, legend: content.legend });
}

/**
 * Vertical grid lines of a chart with rows, with labels below.
 *
 * @param middle  Horizontal coordinate of the label of the axis.
 * @param line    A further line of the grid.
 */
export function gridBelow(
  x: Scale,
  [top, bottom]: readonly [number, number],
  middle: number,
  line: HtmlChild = null,
): Html {
  const ticks = x.ticks.map((tick) => {
    const at = px(x.at(tick.value));
    return html`<path class="grid" d="M${at} ${px(top)}V${px(bottom)}"/><text class="tick middle" x="${at}" y="${px(bottom + 16)}">${tick.label}</text>\n`;
  });
  return html`<g aria-hidden="true">
${ticks}${line}<text class="tick middle" x="${px(middle)}" y="${px(bottom + 36)}">${x.label}</text>
</g>
`;
}

function axes({ x, y, left, right, top, bottom }: Plot, height: number): Html {
  const rows = y.ticks.map((tick) => {
    const at = px(y.at(tick.value));
    return html`<path class="grid" d="M${px(left)} ${at}H${px(right)}"/><text class="tick end" x="${px(left - 6)}" y="${px(y.at(tick.value) + 4)}">${tick.label}</text>\n`;
  });
  const columns = x.ticks.map((tick) => {
    const at = px(x.at(tick.value));
    return html`<path class="axis" d="M${at} ${px(bottom)}v4"/><text class="tick middle" x="${at}" y="${px(bottom + 17)}">${tick.label}</text>\n`;
  });
  return html`<g aria-hidden="true">
${rows}<path class="axis" d="M${px(left)} ${px(bottom)}H${px(right)}"/>
${columns}<text class="tick" x="0" y="${px(top - 11)}">${y.label}</text>
<text class="tick middle" x="${px((left + right) / 2)}" y="${height - 6}">${x.label}</text>
</g>
`;
}
