import { assertLength } from "../assert-length.js";
import { formatNumber } from "../format.js";
import { type Html, type HtmlChild, html } from "../html.js";
import { type ChartBase, clipped, figure, noData, px, SERIES_LIMIT, widest } from "./figure.js";
import { placeAxis } from "./scale.js";
import { isDrawn, pathOf } from "./thin.js";

/** One of the vertical axes of {@link parallelCoordinates}. */
export interface ParallelAxis {
  /** Written above it. */
  readonly label: string;
  /** One a line: a number, or the name of a category; `undefined` and NaN leave a gap. */
  readonly values: readonly (number | string | undefined)[];
  /** Default `linear`; `log` for numbers above 0. */
  readonly scale?: "linear" | "log" | undefined;
}

/** What {@link parallelCoordinates} shows. */
export interface ParallelCoordinates extends ChartBase {
  /** Names of the lines. Up to six have a colour each; of more, the first stands out from the rest. */
  readonly lines: readonly string[];
  /** From left to right. An axis on which every value is a number has ticks, any other has categories. */
  readonly axes: readonly ParallelAxis[];
}

const [WIDTH, HEIGHT, TOP, BOTTOM] = [880, 340, 40, 316];
const MOST_LABELS = 12;

/**
 * One line a thing across many axes, one axis a property: what the things have in common and what goes with what.
 *
 * @throws `SHAPE_MISMATCH` when an axis does not have one value a line.
 * @see    Inselberg (1985), The plane with parallel coordinates.
 */
export function parallelCoordinates(chart: ParallelCoordinates): Html {
  const { lines, axes } = chart;
  for (const { label, values } of axes) assertLength(`Axis "${label}"`, values, lines.length);
  const scales = axes.map(placeValues);
  const left = 10 + widest(scales[0]?.ticks.map((tick) => tick.label) ?? []);
  const right = WIDTH - 40;
  const gap = axes.length > 1 ? (right - left) / (axes.length - 1) : 0;
  const x = axes.map((_, i) => left + i * gap);
  // The first line is drawn last, over the others.
  const order = lines.map((_, i) => i).reverse();
  const empty = axes.length === 0 || lines.length === 0;
  const few = lines.length <= SERIES_LIMIT;
  return figure(
    { size: "wide", ...chart },
    {
      width: WIDTH,
      height: HEIGHT,
      legend: few ? lines.map((name) => ({ name, swatch: "line" })) : [],
      summary: summary(chart),
      marks: empty
        ? noData(WIDTH / 2, HEIGHT / 2)
        : [
            scales.map(
              (scale, i) =>
                html`<path class="axis" d="M${px(x[i]!)} ${TOP}V${BOTTOM}"/>${scale.ticks.map(({ at }) => html`<path class="axis" d="M${px(x[i]! - 4)} ${px(at)}h4"/>`)}\n`,
            ),
            order.map((i) => lineMark(chart, scales, x, i, few)),
            scales.map((scale, i) => labels(axes[i]!.label, scale, x[i]!, i === 0 ? left + 20 : gap)),
          ],
    },
  );
}

interface PlacedAxis {
  readonly ticks: readonly { readonly label: string; readonly at: number }[];
  /** NaN where the line has a gap. */
  at(line: number): number;
}

function placeValues({ label, values, scale }: ParallelAxis): PlacedAxis {
  const given = values.filter((value) => value !== undefined);
  const numbers = given.filter((value) => typeof value === "number");
  if (given.length > 0 && numbers.length < given.length) return placeCategories(values);
  const placed = placeAxis({ label, scale }, numbers, [BOTTOM - 8, TOP + 8], 5);
  return {
    ticks: placed.ticks.map((tick) => ({ label: tick.label, at: placed.at(tick.value) })),
    at: (line) => placed.at((values[line] as number | undefined) ?? Number.NaN),
  };
}

/** Categories from top to bottom in the order in which they come up. */
function placeCategories(values: ParallelAxis["values"]): PlacedAxis {
  const names = [...new Set(values.filter((value) => value !== undefined).map(String))];
  const place = (name: string) => TOP + ((names.indexOf(name) + 0.5) / names.length) * (BOTTOM - TOP);
  const every = Math.ceil(names.length / MOST_LABELS);
  return {
    ticks: names.filter((_, i) => i % every === 0).map((name) => ({ label: name, at: place(name) })),
    at: (line) => (values[line] === undefined ? Number.NaN : place(String(values[line]))),
  };
}

function lineMark(
  { lines, axes }: ParallelCoordinates,
  scales: readonly PlacedAxis[],
  x: readonly number[],
  line: number,
  few: boolean,
): HtmlChild {
  const style = few ? `s${line + 1} d${line + 1}` : line === 0 ? "s1" : "s6 faint";
  const dot = few ? `f${line + 1}` : line === 0 ? "f1" : "f6";
  const at = scales.map((scale) => scale.at(line));
  const dots = at.map((y, i) =>
    !isDrawn(x, at, i) ? null : html`<circle class="dot ${dot}" cx="${px(x[i]!)}" cy="${px(y)}" r="3.5"/>`,
  );
  const values = axes.map(({ label, values }) => `${label} ${written(values[line])}`).join(", ");
  return html`<g><title>${lines[line]!}: ${values}</title><path class="line ${style}" d="${pathOf(x, at, at.keys())}"/>${dots}</g>\n`;
}

/** Ticks stand to the left of their axis, over the lines, with a rim that keeps them readable. */
function labels(name: string, { ticks }: PlacedAxis, x: number, room: number): Html {
  const written = ticks.map(
    ({ label, at }) => html`${clipped("tick end rim", x - 7, at + 4, label, room - 12)}\n`,
  );
  return html`<g aria-hidden="true">${written}${clipped("middle strong", x, TOP - 14, name, Math.max(room - 8, 70))}</g>\n`;
}

function written(value: number | string | undefined): string {
  if (value === undefined) return "not given";
  return typeof value === "number" ? formatNumber(value) : value;
}

function summary({ lines, axes }: ParallelCoordinates): string {
  const shown = lines.slice(0, 10).map((name, i) => {
    return `${name}: ${axes.map(({ label, values }) => `${label} ${written(values[i])}`).join(", ")}`;
  });
  const rest = lines.length > 10 ? ` and ${lines.length - 10} more` : "";
  return `Parallel coordinates of ${axes.map(({ label }) => label).join(", ")}. ${shown.join("; ")}${rest}.`;
}
