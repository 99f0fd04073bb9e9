import type { CleaningStep } from "./cleaning-step.js";
import { editsOf, tracedEdits } from "./traced-text.js";

const BREAK = /<br\s*\/?>/gi;

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
    apply,
    trace: (text) =>
      tracedEdits(
        text,
        apply(text),
        editsOf(text, BREAK, () => "\n"),
      ),
  };
}

function apply(text: string): string {
  return text.includes("<") ? text.replace(BREAK, "\n") : text;
}
