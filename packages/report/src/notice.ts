import { type Html, type HtmlChild, html } from "./html.js";
import type { Tone } from "./tone.js";

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
