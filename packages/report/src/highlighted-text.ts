import { formatNumber } from "./format.js";
import { type Html, type HtmlChild, html } from "./html.js";

/** A stretch of a text with the weight it had in a decision. */
export interface TextSpan {
  /** First UTF-16 unit. */
  readonly start: number;
  /** One past the last UTF-16 unit. */
  readonly end: number;
  /** Above 0 speaks for, below 0 against. */
  readonly weight: number;
}

/**
 * A text with the words that spoke for and against a decision marked, strong ones underlined. Where spans
 * overlap, their weights add up; what lies outside the text or is not finite is left out.
 */
export function highlightedText(text: string, spans: readonly TextSpan[]): Html {
  const weights = new Float64Array(text.length);
  for (const { start, end, weight } of spans) {
    if (!Number.isFinite(weight)) continue;
    const last = Math.min(end, text.length);
    for (let i = Math.max(0, Math.trunc(start)); i < last; i++) weights[i] = weights[i]! + weight;
  }
  const strongest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const parts: HtmlChild[] = [];
  for (let from = 0; from < text.length; ) {
    let to = from + 1;
    while (to < text.length && (weights[to] === weights[from] || isLowSurrogate(text, to))) to++;
    parts.push(marked(text.slice(from, to), weights[from]!, strongest));
    from = to;
  }
  return html`<div class="text">${parts}</div>\n`;
}

function marked(part: string, weight: number, strongest: number): HtmlChild {
  const share = Math.abs(weight) / strongest;
  if (!(share > 0.05)) return part;
  const side = weight > 0 ? "for" : "against";
  return html`<mark class="${side}${share > 0.5 ? 2 : 1}" title="${formatNumber(weight, 2)}">${part}</mark>`;
}

/** A span may end inside a surrogate pair; the page may not. */
function isLowSurrogate(text: string, i: number): boolean {
  return (text.charCodeAt(i) & 0xfc00) === 0xdc00;
}
