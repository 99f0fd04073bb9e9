import { oneOf, optional, optionsOf, text } from "@imdb/core/options";
import { content } from "../checks.js";
import { type Html, type HtmlChild, html } from "../html.js";

/** Options of every chart. */
export interface ChartBase {
  /** Title above the chart, and its name for screen readers. */
  readonly title: string;
  /** One sentence for readers who cannot see the chart. Default: a summary of its data. */
  readonly description?: string | undefined;
  /** Text in small type below the chart. */
  readonly note?: HtmlChild;
  /** `wide`: the whole width of the page. Default `normal`: two charts in a row on a desktop. */
  readonly size?: "normal" | "wide" | undefined;
}

/** One entry of a legend. */
export interface LegendEntry {
  readonly name: string;
  readonly swatch: "area" | "line" | "dot";
}

/** Number of colours of series. */
export const SERIES_LIMIT = 6;

/** The rules of {@link ChartBase}. */
export const chartRules = optionsOf<ChartBase, "description" | "note" | "size">({
  title: text,
  description: optional(text),
  note: optional(content),
  size: optional(oneOf("normal", "wide")),
}).rules;

/** Names of the options of {@link ChartBase} without a default. */
export type ChartOptional = "description" | "note" | "size";

/** Makes a figure with title, legend and text alternative of a drawing. */
export function figure(
  chart: ChartBase,
  drawing: {
    readonly width: number;
    readonly height: number;
    readonly marks: HtmlChild;
    readonly summary: string;
    readonly legend?: readonly LegendEntry[];
  },
): Html {
  const wide = chart.size === "wide";
  const svg = html`<svg viewBox="0 0 ${drawing.width} ${drawing.height}" role="img" focusable="false">
<title>${chart.title}</title><desc>${chart.description ?? drawing.summary}</desc>
${drawing.marks}</svg>`;
  const scrolling = html`<div class="scroll" role="region" aria-label="${chart.title}" tabindex="0">${svg}</div>`;
  return html`<figure class="${wide ? "wide" : "normal"}">
<figcaption>${chart.title}</figcaption>
${drawing.legend && drawing.legend.length > 1 ? legend(drawing.legend) : null}
${wide ? scrolling : svg}
${chart.note === undefined || chart.note === null ? null : html`<p class="note">${chart.note}</p>`}
</figure>
`;
}

/** Charts side by side, where the page is wide enough. */
export function charts(...figures: readonly HtmlChild[]): Html {
  return html`<div class="charts">${figures}</div>\n`;
}

/** A coordinate with one decimal, which is the same text on every machine. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}

/** Cuts a label to about a width, in drawing units at 12 px type. */
function clip(label: string, width: number): string {
  const maxCharacters = Math.max(1, Math.floor(width / 6.3));
  // A character has at most two units: what is behind so many is not looked at.
  const characters = Array.from(label.slice(0, 2 * maxCharacters + 2));
  return characters.length <= maxCharacters ? label : `${characters.slice(0, maxCharacters - 1).join("")}…`;
}

/** A label that is cut to a width. Its tooltip is the whole label. */
export function clipped(style: string, x: number, y: number, label: string, width: number): Html {
  return html`<text class="${style}" x="${px(x)}" y="${px(y)}">${clip(label, width)}<title>${label}</title></text>`;
}

/** The text of a chart without data. */
export function noData(x: number, y: number): Html {
  return html`<text class="tick middle" x="${px(x)}" y="${px(y)}">no data</text>`;
}

/** The approximate width of a label at 12 px type. */
export function textWidth(label: string): number {
  let characters = 0;
  for (const _character of label) characters++;
  return characters * 6.6;
}

/** The width of the widest label. */
export function widest(labels: readonly string[]): number {
  return labels.reduce((max, label) => Math.max(max, textWidth(label)), 0);
}

function legend(entries: readonly LegendEntry[]): Html {
  const items = entries.map(({ name, swatch }, i) => {
    const colour = (i % SERIES_LIMIT) + 1;
    const mark =
      swatch === "line"
        ? html`<path class="line s${colour} d${colour}" d="M0 5H22"/>`
        : swatch === "dot"
          ? html`<circle class="f${colour}" cx="11" cy="5" r="4"/>`
          : html`<rect class="f${colour}" x="4" width="14" height="10"/>`;
    return html`<li><svg viewBox="0 0 22 10" aria-hidden="true">${mark}</svg>${name}</li>`;
  });
  return html`<ul class="legend">${items}</ul>`;
}
