import { type Html, html, raw, renderHtml } from "./html.js";

/**
 * A link, when the address is one that a reader may safely follow: `https:`, `http:`, `mailto:`, a place on the
 * page (`#…`) or a path relative to it. Any other address (`javascript:` above all) is shown as text.
 */
export function link(address: string, text: string = address): Html {
  if (!SAFE.test(address)) return text === address ? html`${text}` : html`${text} (${address})`;
  const attribute = renderHtml(html`${address}`);
  return raw(`<a href="${attribute}">${renderHtml(html`${text}`)}</a>`);
}

// A relative path has no colon before its first slash, and does not start with two slashes.
const SAFE = /^(?:https?:\/\/|mailto:|#|(?![/\\]{2}|[\s\\])[^:\\\s]*(?:\/|$|[?#]))/i;
