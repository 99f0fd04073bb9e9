import { formatNumber } from "./format.js";
import { type Html, type HtmlChild, html } from "./html.js";

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
    ([name, value]) =>
      html`<dt>${name}</dt><dd>${typeof value === "number" ? formatNumber(value) : value}</dd>\n`,
  );
  return html`<dl class="pairs">${rows}</dl>\n`;
}
