import { checkOption, oneOf, optional, optionsOf, rule, text as textRule } from "@imdb/core/options";
import { checkEach, content } from "./checks.js";
import { formatNumber } from "./format.js";
import { type Html, type HtmlChild, html } from "./html.js";

/** The colour of a status: `pass` green, `warn` amber, `fail` red, `info` blue, `muted` grey. */
export type Tone = "pass" | "warn" | "fail" | "info" | "muted";

/** The rule of a {@link Tone}. */
export const toneRule = oneOf("pass", "warn", "fail", "info", "muted");

/**
 * A status as a coloured label. The text says the status, so it does not depend on the colour.
 *
 * @throws `INVALID_OPTION`
 */
export function badge(tone: Tone, text: string): Html {
  checkOption("tone", tone, toneRule, "badge");
  return html`<span class="badge tone-${tone}">${text}</span>`;
}

/**
 * A highlighted paragraph: a warning, a verdict.
 *
 * @throws `INVALID_OPTION`
 */
export function notice(tone: Tone, text: HtmlChild): Html {
  checkOption("tone", tone, toneRule, "notice");
  return html`<div class="notice tone-${tone}"><p>${text}</p></div>\n`;
}

/** A paragraph. */
export function paragraph(text: HtmlChild): Html {
  return html`<p>${text}</p>\n`;
}

/** A section that is collapsed until a reader opens it: logs, long lists. */
export function details(summary: HtmlChild, body: HtmlChild): Html {
  return html`<details><summary>${summary}</summary>\n${body}</details>\n`;
}

/** Preformatted text: a log, a configuration. */
export function preformatted(text: string): Html {
  return html`<pre>${text}</pre>\n`;
}

/** One figure of {@link stats}. */
export interface Stat {
  /** Name of the figure. */
  readonly label: string;
  /** Numbers are formatted. */
  readonly value: HtmlChild;
  /** A few words below the value: an interval, a change, a unit. */
  readonly note?: HtmlChild;
  /** Colour of the value. Default: the colour of text. */
  readonly tone?: Tone;
}

const statOptions = optionsOf<Stat, "note" | "tone">({
  label: textRule,
  value: content,
  note: optional(content),
  tone: optional(toneRule),
});

/**
 * A row of the most important figures in large type.
 *
 * @throws `INVALID_OPTION`
 */
export function stats(tiles: readonly Stat[]): Html {
  const shown = checkEach(tiles, statOptions, "tiles", "stats").map(({ label, value, note, tone }) => {
    const small = note === undefined ? null : html`<dd class="note">${note}</dd>`;
    return html`<div class="stat"><dt>${label}</dt><dd class="${tone ? `tone-${tone}` : "value"}">${formatted(value)}</dd>${small}</div>\n`;
  });
  return html`<dl class="stats">${shown}</dl>\n`;
}

/**
 * A list of names and values: parameters, versions, paths. Numbers are formatted.
 *
 * @param pairs  An object, or a list of pairs when names are repeated.
 * @throws `INVALID_OPTION`
 */
export function keyValues(
  pairs: Readonly<Record<string, HtmlChild>> | readonly (readonly [name: string, value: HtmlChild])[],
): Html {
  checkOption("pairs", pairs, pairsRule, "keyValues");
  const list = Array.isArray(pairs) ? pairs : Object.entries(pairs as Readonly<Record<string, HtmlChild>>);
  const rows = (list as readonly (readonly [string, HtmlChild])[]).map(
    ([name, value]) => html`<dt>${name}</dt><dd>${formatted(value)}</dd>\n`,
  );
  return html`<dl class="pairs">${rows}</dl>\n`;
}

const pairsRule = rule<Parameters<typeof keyValues>[0]>(
  "an object, or a list of pairs",
  (value) => Object(value) === value && (!Array.isArray(value) || value.every(Array.isArray)),
);

/** Formats a number; other values do not change. */
export function formatted(value: HtmlChild): HtmlChild {
  return typeof value === "number" ? formatNumber(value) : value;
}
