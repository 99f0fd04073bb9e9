import type { CleaningStep } from "./cleaning-step.js";
import { htmlPattern } from "./pattern-step.js";

const STEP = htmlPattern("html-breaks", /<br\s*\/?>/gi, "\n");

/**
 * Turns `<br>`, `<br/>`, `<br />` into line breaks, so that the words around them are not joined.
 *
 * @example
 * htmlBreaks().apply("Good.<br />Bad."); // => "Good.\nBad."
 */
export function htmlBreaks(): CleaningStep {
  return STEP;
}
