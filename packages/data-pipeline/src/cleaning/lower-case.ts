import type { CleaningStep } from "./cleaning-step.js";
import { patternStep } from "./pattern-step.js";

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
  return patternStep("lower-case", LONGER, apply, apply);
}

function apply(text: string): string {
  return text.toLowerCase();
}
