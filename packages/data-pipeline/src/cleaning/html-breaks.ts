import type { CleaningStep } from "./cleaning-step.js";

/**
 * Turns `<br>`, `<br/>`, `<br />` into line breaks, so that the words around them stay apart.
 *
 * @example
 * htmlBreaks().apply("Good.<br />Bad."); // => "Good.\nBad."
 */
export function htmlBreaks(): CleaningStep {
  return {
    name: "html-breaks",
    version: 1,
    apply: (text) => (text.includes("<") ? text.replace(/<br\s*\/?>/gi, "\n") : text),
  };
}
