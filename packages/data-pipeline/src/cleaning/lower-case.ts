import type { CleaningStep } from "./cleaning-step.js";
import { editsOf, tracedEdits } from "./traced-text.js";

// The only character with a longer lower case: i and a dot.
const LONGER = /\u0130/g;

/**
 * Lower case by Unicode's rules, whatever the machine's locale. Not in the default steps: vectorizers have
 * an option for it.
 *
 * @example
 * lowerCase().apply("GREAT Éclair"); // => "great éclair"
 */
export function lowerCase(): CleaningStep {
  return {
    name: "lower-case",
    version: 1,
    apply,
    trace: (text) =>
      tracedEdits(
        text,
        text.toLowerCase(),
        editsOf(text, LONGER, (i) => i.toLowerCase()),
      ),
  };
}

function apply(text: string): string {
  return text.toLowerCase();
}
