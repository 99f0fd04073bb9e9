import type { QualityCheck } from "./check.js";
import { matchingText } from "./matching-text.js";

const RESIDUE =
  /<\/?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,500})?\/?>|<!--|&(?:[a-z]{2,10}|#\d{1,7}|#x[0-9a-f]{1,6});/i;

/** Documents that still hold HTML tags, comments or character references after cleaning. */
export function htmlResidue(): QualityCheck {
  return matchingText(
    "html-residue",
    "warning",
    0.01,
    "with HTML left in the text",
    (text) => (text.includes("<") || text.includes("&")) && RESIDUE.test(text),
  );
}
