import { type Html, type HtmlChild, html } from "../html.js";

/** What every chart has. */
export interface ChartBase {
  /** Written above the chart, and its name for screen readers. */
  readonly title: string;
  /** One sentence for those who cannot see the chart, in place of the summary it makes of its data. */
  readonly description?: string | undefined;
  /** Written in small type under it. */
  readonly note?: HtmlChild;
  /** `wide` takes the page's whole width; default `normal`, of which a desktop shows two in a row. */
  readonly size?: "normal" | "wide" | undefined;
}

/** One entry of a legend. */
export interface LegendEntry {
  readonly name: string;
  readonly swatch: "area" | "line" | "dot";
}

/** Most series a chart tells apart by colour. */
export const SERIES_LIMIT = 6;

/** Wraps a drawing as a figure with title, legend and text alternative. */
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

/** Charts side by side where there is room. */
export function charts(...figures: readonly HtmlChild[]): Html {
  return html`<div class="charts">${figures}</div>\n`;
}

/** A coordinate with one decimal: enough for any screen, and the same text on every machine. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}

/** A label cut to about the width it has, in drawing units at 12 px type. */
function clip(label: string, width: number): string {
  const room = Math.max(1, Math.floor(width / 6.3));
  const characters = Array.from(label);
  return characters.length <= room ? label : `${characters.slice(0, room - 1).join("")}…`;
}

/** A label that is clipped to its room, and whole where the pointer rests. */
export function clipped(look: string, x: number, y: number, label: string, room: number): Html {
  return html`<text class="${look}" x="${px(x)}" y="${px(y)}">${clip(label, room)}<title>${label}</title></text>`;
}

/** What a chart without data says. */
export function noData(x: number, y: number): Html {
  return html`<text class="tick middle" x="${px(x)}" y="${px(y)}">no data</text>`;
}

/** About how wide a label is at 12 px type. */
export function textWidth(label: string): number {
  return Array.from(label).length * 6.6;
}

/** The width of the widest label. */
export function widest(labels: readonly string[]): number {
  return labels.reduce((most, label) => Math.max(most, textWidth(label)), 0);
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
