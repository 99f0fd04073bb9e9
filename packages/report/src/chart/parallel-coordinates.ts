import { listOf, oneOf, optionsOf, rule, text } from "@imdb/core/options";
import { checkEach, checkLength, list } from "../checks.js";
import { formatNumber } from "../format.js";
import { type Html, type HtmlChild, html } from "../html.js";
import { type ChartBase, chartRules, clipped, figure, noData, px, SERIES_LIMIT, widest } from "./figure.js";
import { placeAxis } from "./scale.js";
import { isDrawn, pathOf } from "./thin.js";

/** A vertical axis of {@link parallelCoordinates}. */
export interface ParallelAxis {
  /** Label above the axis. */
  readonly label: string;
  /** One value for each line: a number or the name of a category. `undefined` and NaN are gaps. */
  readonly values: readonly (number | string | undefined)[];
  /** `log` is for numbers above 0. Default `linear`. */
  readonly scale?: "linear" | "log" | undefined;
}

/** What {@link parallelCoordinates} shows. */
export interface ParallelCoordinates extends ChartBase {
  /** Names of the lines. At most six lines have their own colour; with more only the first is highlighted. */
  readonly lines: readonly string[];
  /** From left to right. An axis has ticks when all of its values are numbers, else categories. */
  readonly axes: readonly ParallelAxis[];
}

const [WIDTH, HEIGHT, TOP, BOTTOM] = [880, 340, 40, 316];
const MAX_LABELS = 12;

const axisOptions = optionsOf<ParallelAxis>({
  label: text,
  values: rule(
    "a list of numbers and texts, undefined for a gap",
    (value) =>
      Array.isArray(value) && value.every((one) => ["number", "string", "undefined"].includes(typeof one)),
  ),
  scale: ["linear", oneOf("linear", "log")],
});
const parallelOptions = optionsOf<ParallelCoordinates, "description" | "note">({
  ...chartRules,
  size: ["wide", oneOf("normal", "wide")],
  lines: listOf(text),
  axes: list(),
});

/**
 * A chart of lines across several vertical axes, with one line for each item (such as a run) and one axis for each of its
 * properties.
 *
 * @throws `INVALID_OPTION`; `SHAPE_MISMATCH` when an axis does not have one value for each line.
 * @see    Inselberg (1985), The plane with parallel coordinates.
 */
export function parallelCoordinates(options: ParallelCoordinates): Html {
  const resolved = parallelOptions.resolve(options, "parallelCoordinates");
  const axes = checkEach(resolved.axes, axisOptions, "axes", "parallelCoordinates");
  const { lines } = resolved;
  const chart = { ...resolved, axes };
  for (const { label, values } of axes) checkLength(`Axis "${label}"`, values, lines.length);
  const scales = axes.map(placeValues);
  const left = 10 + widest(scales[0]?.ticks.map((tick) => tick.label) ?? []);
  const right = WIDTH - 40;
  const gap = axes.length > 1 ? (right - left) / (axes.length - 1) : 0;
  const x = axes.map((_, i) => left + i * gap);
  // The first line is drawn last, over the others.
  const order = lines.map((_, i) => i).reverse();
  const empty = axes.length === 0 || lines.length === 0;
  const isColoured = lines.length <= SERIES_LIMIT;
  return figure(chart, {
    width: WIDTH,
    height: HEIGHT,
    legend: isColoured ? lines.map((name) => ({ name, swatch: "line" })) : [],
    summary: summary(chart),
    marks: empty
      ? noData(WIDTH / 2, HEIGHT / 2)
      : [
          scales.map(
            (scale, i) =>
              html`<path class="axis" d="M${px(x[i]!)} ${TOP}V${BOTTOM}"/>${scale.ticks.map(({ at }) => html`<path class="axis" d="M${px(x[i]! - 4)} ${px(at)}h4"/>`)}\n`,
          ),
          order.map((i) => lineMark(chart, scales, x, i, isColoured)),
          scales.map((scale, i) => labels(axes[i]!.label, scale, x[i]!, i === 0 ? left + 20 : gap)),
        ],
  });
}

interface PlacedAxis {
  readonly ticks: readonly { readonly label: string; readonly at: number }[];
  /** Coordinate of the value of a line; NaN for a gap. */
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

/** Places categories from top to bottom, in order of their first occurrence. */
function placeCategories(values: ParallelAxis["values"]): PlacedAxis {
  const names = [...new Set(values.filter((value) => value !== undefined).map(String))];
  const place = (name: string) => TOP + ((names.indexOf(name) + 0.5) / names.length) * (BOTTOM - TOP);
  const every = Math.ceil(names.length / MAX_LABELS);
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
  isColoured: boolean,
): HtmlChild {
  const style = isColoured ? `s${line + 1} d${line + 1}` : line === 0 ? "s1" : "s6 faint";
  const dot = isColoured ? `f${line + 1}` : line === 0 ? "f1" : "f6";
  const at = scales.map((scale) => scale.at(line));
  const dots = at.map((y, i) =>
    !isDrawn(x, at, i) ? null : html`<circle class="dot ${dot}" cx="${px(x[i]!)}" cy="${px(y)}" r="3.5"/>`,
  );
  const values = axes.map(({ label, values }) => `${label} ${valueText(values[line])}`).join(", ");
  return html`<g><title>${lines[line]!}: ${values}</title><path class="line ${style}" d="${pathOf(x, at, at.keys())}"/>${dots}</g>\n`;
}

/** The labels of an axis. Those of its ticks are left of the axis, above the lines, with an outline. */
function labels(name: string, { ticks }: PlacedAxis, x: number, width: number): Html {
  const tickLabels = ticks.map(
    ({ label, at }) => html`${clipped("tick end rim", x - 7, at + 4, label, width - 12)}\n`,
  );
  return html`<g aria-hidden="true">${tickLabels}${clipped("middle strong", x, TOP - 14, name, Math.max(width - 8, 70))}</g>\n`;
}

function valueText(value: number | string | undefined): string {
  if (value === undefined) return "not given";
  return typeof value === "number" ? formatNumber(value) : value;
}

function summary({ lines, axes }: ParallelCoordinates): string {
  const shown = lines.slice(0, 10).map((name, i) => {
    return `${name}: ${axes.map(({ label, values }) => `${label} ${valueText(values[i])}`).join(", ")}`;
  });
  const rest = lines.length > 10 ? ` and ${lines.length - 10} more` : "";
  return `Parallel coordinates of ${axes.map(({ label }) => label).join(", ")}. ${shown.join("; ")}${rest}.`;
}
