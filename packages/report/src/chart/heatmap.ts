import { callback, listOf, numberList, oneOf, optionsOf, text } from "@imdb/core/options";
import { checkLength } from "../checks.js";
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
  textWidth,
  widest,
} from "./figure.js";
import { extentOf, isDrawable } from "./scale.js";

/** What a {@link heatmap} shows. */
export interface Heatmap extends ChartBase {
  /** Names of the rows, from top to bottom. */
  readonly rows: readonly string[];
  /** Names of the columns, from left to right. */
  readonly columns: readonly string[];
  /** What the rows are, such as `true label`. */
  readonly rowLabel: string;
  /** What the columns are, such as `predicted label`. */
  readonly columnLabel: string;
  /** `rows × columns`. */
  readonly values: readonly ArrayLike<number>[];
  /** The value with the full colour: the largest of all values, or of each row. Default `all`. */
  readonly shade?: "all" | "row" | undefined;
  /** Formats the values. Default {@link formatNumber}. */
  readonly format?: ((value: number) => string) | undefined;
}

const heatmapOptions = optionsOf<Heatmap, ChartOptional>({
  ...chartRules,
  rows: listOf(text),
  columns: listOf(text),
  rowLabel: text,
  columnLabel: text,
  values: listOf(numberList),
  shade: ["all", oneOf("all", "row")],
  format: [formatNumber, callback()],
});

/**
 * A grid of values as shades of a colour: a confusion matrix, a grid of scores. A value is also written in its cell when
 * it fits. The shade shows the absolute value; the cell of NaN is blank.
 *
 * @throws `INVALID_OPTION`; `SHAPE_MISMATCH` when `values` is not `rows × columns`.
 */
export function heatmap(options: Heatmap): Html {
  const chart = heatmapOptions.resolve(options, "heatmap");
  const { rows, columns, values, format } = chart;
  checkLength(`Rows of "${chart.title}"`, values, rows.length);
  for (const row of values) checkLength(`Columns of "${chart.title}"`, row, columns.length);
  const width = chart.size === "wide" ? 880 : 440;
  const names = Math.min(width * 0.32, 12 + widest(rows));
  const left = names + 26;
  const cell = (width - left - 8) / Math.max(1, columns.length);
  const cellHeight = Math.min(64, Math.max(18, cell * 0.6));
  const top = 44;
  const bottom = top + Math.max(1, rows.length) * cellHeight;
  const largest = values.map((row) => largestOf([row]));
  const largestOfAll = largestOf(values);
  const cells = rows.map((row, r) =>
    columns.map((column, c) => {
      const value = values[r]![c]!;
      const full = chart.shade === "row" ? largest[r]! : largestOfAll;
      const share = isDrawable(value) && full > 0 ? Math.abs(value) / full : 0;
      const place = { x: left + c * cell, y: top + r * cellHeight, width: cell, height: cellHeight };
      return cellMark(place, share, format(value), `${row}, ${column}`);
    }),
  );
  const columnNames = columns.map(
    (column, c) => html`${clipped("tick middle", left + (c + 0.5) * cell, top - 8, column, cell - 4)}\n`,
  );
  const rowNames = rows.map(
    (row, r) => html`${clipped("tick end", left - 6, top + (r + 0.5) * cellHeight + 4, row, names)}\n`,
  );
  const middle = (top + bottom) / 2;
  const labels = html`<text class="tick middle" x="${px((left + width - 8) / 2)}" y="14">${chart.columnLabel}</text>
<text class="tick middle" transform="rotate(-90 12 ${px(middle)})" x="12" y="${px(middle)}">${chart.rowLabel}</text>
`;
  return figure(chart, {
    width,
    height: bottom + 6,
    summary: summary(chart, format),
    marks: [
      labels,
      columnNames,
      rowNames,
      cells,
      rows.length * columns.length === 0 ? noData(width / 2, middle + 4) : null,
    ],
  });
}

function cellMark(
  place: { x: number; y: number; width: number; height: number },
  share: number,
  text: string,
  name: string,
): HtmlChild {
  const { x, y, width, height } = place;
  const fits = textWidth(text) < width - 2 && height >= 14;
  const label = html`<text class="middle" x="${px(x + width / 2)}" y="${px(y + height / 2 + 4)}">${text}</text>`;
  // With the full colour the contrast of the text would be too low.
  return html`<rect class="heat" fill-opacity="${Math.round((0.04 + 0.76 * share) * 1000) / 1000}" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}"><title>${name}: ${text}</title></rect>${fits ? label : null}\n`;
}

function largestOf(rows: readonly ArrayLike<number>[]): number {
  const [low, high] = extentOf(rows);
  return Math.max(0, -low, high);
}

function summary(
  { rows, columns, values, rowLabel, columnLabel }: Heatmap,
  format: (n: number) => string,
): string {
  const cells = rows.flatMap((row, r) =>
    columns.map((column, c) => `${row}, ${column}: ${format(values[r]![c]!)}`),
  );
  const rest = cells.length > 30 ? `; and ${cells.length - 30} more` : "";
  return `Grid of ${rowLabel} by ${columnLabel}. ${cells.slice(0, 30).join("; ")}${rest}.`;
}
