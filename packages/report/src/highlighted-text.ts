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
  const weights = weightsOf(text.length, checkEach(spans, spanOptions, "spans", "highlightedText"));
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

/** The sum of the weights of the spans over each unit. Only the ends of spans are visited: any number may overlap. */
function weightsOf(length: number, spans: readonly TextSpan[]): Float64Array {
  const change = new Float64Array(length + 1);
  const open = new Int32Array(length + 1);
  for (const { start, end, weight } of spans) {
    const from = Math.max(0, Math.trunc(start));
    const to = Math.min(Math.ceil(end), length);
    if (!Number.isFinite(weight) || !(from < to)) continue;
    change[from]! += weight;
    change[to]! -= weight;
    open[from]!++;
    open[to]!--;
  }
  let sum = 0;
  let count = 0;
  return Float64Array.from({ length }, (_, i) => {
    count += open[i]!;
    // Where no span is open, rounding leaves nothing behind.
    sum = count === 0 ? 0 : sum + change[i]!;
    return sum;
  });
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
