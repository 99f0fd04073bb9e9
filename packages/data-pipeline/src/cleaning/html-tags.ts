import type { CleaningStep } from "./cleaning-step.js";
import { htmlPattern } from "./pattern-step.js";

// The name bound keeps a "<" in prose ("a < b") from starting a tag; no "<" inside keeps the scan linear.
const TAG = /<\/?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,2000})?\/?>|<!--[^<>]{0,2000}-->/gi;
const STEP = htmlPattern("html-tags", TAG, " ");

/**
 * Replaces HTML tags by spaces and keeps what is between them. Not in the default steps.
 *
 * @example
 * htmlTags().apply("a <i>fine</i> film, 3 < 4"); // => "a  fine  film, 3 < 4"
 */
export function htmlTags(): CleaningStep {
  return STEP;
}
