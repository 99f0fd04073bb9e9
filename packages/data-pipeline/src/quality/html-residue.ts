import { HTML_LEFT } from "../traits/text-traits.js";
import type { QualityCheck } from "./check.js";
import { markedText } from "./marked-text.js";

/** Documents that still hold HTML tags, comments or character references after cleaning. */
export function htmlResidue(): QualityCheck {
  return markedText("html-residue", "warning", 0.01, "with HTML left in the text", HTML_LEFT);
}
