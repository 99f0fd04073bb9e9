import { formatNumber } from "./format.js";
import { type Html, type HtmlChild, html } from "./html.js";
import type { Tone } from "./tone.js";

/** One figure in large type. */
export interface Stat {
  /** What it is a figure of. */
  readonly label: string;
  /** Numbers are formatted. */
  readonly value: HtmlChild;
  /** A few words under it: an interval, a change, a unit. */
  readonly note?: HtmlChild;
  /** Colour of the value; default: that of text. */
  readonly tone?: Tone;
}

/** A row of tiles with the figures that matter most. */
export function stats(tiles: readonly Stat[]): Html {
  const shown = tiles.map(({ label, value, note, tone }) => {
    const text = typeof value === "number" ? formatNumber(value) : value;
    const small = note === undefined ? null : html`<dd class="note">${note}</dd>`;
    return html`<div class="stat"><dt>${label}</dt><dd class="${tone ? `tone-${tone}` : "value"}">${text}</dd>${small}</div>\n`;
  });
  return html`<dl class="stats">${shown}</dl>\n`;
}
