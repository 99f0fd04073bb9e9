import type { CleaningStep } from "./cleaning-step.js";
import { htmlPattern } from "./pattern-step.js";

// A tag needs a letter after "<", so a "<" in prose ("a < b") is none. It has no "<" inside, so the scan is linear.
const TAG = /<\/?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,2000})?\/?>|<!--[^<>]{0,2000}-->/gi;
const STEP = htmlPattern("html-tags", TAG, " ");

/**
 * Replaces HTML tags by spaces and keeps the text between them. Not one of the default steps.
 *
 * @example
 * htmlTags().apply("a <i>fine</i> film, 3 < 4"); // => "a  fine  film, 3 < 4"
 */
export function htmlTags(): CleaningStep {
  return STEP;
}
