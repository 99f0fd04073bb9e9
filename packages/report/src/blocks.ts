import { formatNumber } from "./format.js";
import { type Html, type HtmlChild, html } from "./html.js";

/** How a state is coloured: `pass` green, `warn` amber, `fail` red, `info` blue, `muted` grey. */
export type Tone = "pass" | "warn" | "fail" | "info" | "muted";

/** A state in a word, in a coloured pill; the word carries the meaning, the colour repeats it. */
export function badge(tone: Tone, text: string): Html {
  return html`<span class="badge tone-${tone}">${text}</span>`;
}

/** A paragraph that must not be missed: a warning, an outcome. */
export function notice(tone: Tone, text: HtmlChild): Html {
  return html`<div class="notice tone-${tone}"><p>${text}</p></div>\n`;
}

/** Text in running paragraphs. */
export function paragraph(text: HtmlChild): Html {
  return html`<p>${text}</p>\n`;
}

/** A part that stays folded until it is asked for: logs, long lists. */
export function details(summary: HtmlChild, body: HtmlChild): Html {
  return html`<details><summary>${summary}</summary>\n${body}</details>\n`;
}

/** Lines as a machine wrote them: a log, a configuration. */
export function preformatted(text: string): Html {
  return html`<pre>${text}</pre>\n`;
}

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
    const small = note === undefined ? null : html`<dd class="note">${note}</dd>`;
    return html`<div class="stat"><dt>${label}</dt><dd class="${tone ? `tone-${tone}` : "value"}">${written(value)}</dd>${small}</div>\n`;
  });
  return html`<dl class="stats">${shown}</dl>\n`;
}

/**
 * A list of names and values: parameters, versions, paths. Numbers are formatted.
 *
 * @param pairs  An object, or pairs where order or repeated names matter.
 */
export function keyValues(
  pairs: Readonly<Record<string, HtmlChild>> | readonly (readonly [name: string, value: HtmlChild])[],
): Html {
  const list = Array.isArray(pairs) ? pairs : Object.entries(pairs as Readonly<Record<string, HtmlChild>>);
  const rows = (list as readonly (readonly [string, HtmlChild])[]).map(
    ([name, value]) => html`<dt>${name}</dt><dd>${written(value)}</dd>\n`,
  );
  return html`<dl class="pairs">${rows}</dl>\n`;
}

/** A value with numbers formatted. */
export function written(value: HtmlChild): HtmlChild {
  return typeof value === "number" ? formatNumber(value) : value;
}
