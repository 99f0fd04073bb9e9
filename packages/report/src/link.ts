import { checkOption, text as textRule } from "@imdb/core/options";
import { type Html, html, raw, renderHtml } from "./html.js";

/**
 * A link to a safe address: `https:`, `http:`, `mailto:`, a place on the page (`#…`) or a relative path. Any other address,
 * such as `javascript:`, is shown as text.
 *
 * @throws `INVALID_OPTION`
 */
export function link(address: string, text: string = address): Html {
  checkOption("address", address, textRule, "link");
  if (!SAFE.test(address)) return text === address ? html`${text}` : html`${text} (${address})`;
  const attribute = renderHtml(html`${address}`);
  return raw(`<a href="${attribute}">${renderHtml(html`${text}`)}</a>`);
}

// A relative path has no colon before its first slash and does not start with two slashes.
const SAFE = /^(?:https?:\/\/|mailto:|#|(?![/\\]{2}|[\s\\])[^:\\\s]*(?:\/|$|[?#]))/i;
