import { anyNumber, checkOption, optionsOf, text as textRule } from "@imdb/core/options";
import { checkEach } from "./checks.js";
import { formatNumber } from "./format.js";
import { type Html, type HtmlChild, html } from "./html.js";

/** A part of a text, with its weight in a prediction. */
export interface TextSpan {
  /** Position of the first UTF-16 unit. */
  readonly start: number;
  /** Position after the last UTF-16 unit. */
  readonly end: number;
  /** Above 0: for the prediction; below 0: against it. */
  readonly weight: number;
}

const spanOptions = optionsOf<TextSpan>({ start: anyNumber, end: anyNumber, weight: anyNumber });

/**
 * A text with its parts for and against a prediction highlighted; strong ones are underlined. The weights of overlapping
 * spans are added. Parts outside of the text and weights that are not finite are left out.
 *
 * @throws `INVALID_OPTION`
 */
export function highlightedText(text: string, spans: readonly TextSpan[]): Html {
  checkOption("text", text, textRule, "highlightedText");
  const weights = new Float64Array(text.length);
  for (const { start, end, weight } of checkEach(spans, spanOptions, "spans", "highlightedText")) {
    if (!Number.isFinite(weight)) continue;
    const last = Math.min(end, text.length);
    for (let i = Math.max(0, Math.trunc(start)); i < last; i++) weights[i] = weights[i]! + weight;
  }
  const strongest = weights.reduce((max, weight) => Math.max(max, Math.abs(weight)), 0);
  const parts: HtmlChild[] = [];
  for (let from = 0; from < text.length; ) {
    let to = from + 1;
    while (to < text.length && (weights[to] === weights[from] || isLowSurrogate(text, to))) to++;
    parts.push(highlighted(text.slice(from, to), weights[from]!, strongest));
    from = to;
  }
  return html`<div class="text">${parts}</div>\n`;
}

function highlighted(part: string, weight: number, strongest: number): HtmlChild {
  const share = Math.abs(weight) / strongest;
  if (!(share > 0.05)) return part;
  const side = weight > 0 ? "for" : "against";
  return html`<mark class="${side}${share > 0.5 ? 2 : 1}" title="${formatNumber(weight, 2)}">${part}</mark>`;
}

/** A span can end inside of a surrogate pair, which must not be divided on the page. */
function isLowSurrogate(text: string, i: number): boolean {
  return (text.charCodeAt(i) & 0xfc00) === 0xdc00;
}
