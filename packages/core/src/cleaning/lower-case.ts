import type { CleaningStep } from "./cleaning-step.js";
import { patternStep } from "./pattern-step.js";

// The only character whose lower case is longer: `İ` becomes `i` and a combining dot.
const LONGER = /\u0130/g;

/**
 * Converts to lower case by the rules of Unicode, whatever the locale of the machine. Not one of the default steps:
 * vectorizers have an option for it.
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
