import type { CleaningStep } from "./cleaning-step.js";

/**
 * Lower case by Unicode's rules, whatever the machine's locale. Not in the default steps: vectorizers have
 * an option for it.
 *
 * @example
 * lowerCase().apply("GREAT Éclair"); // => "great éclair"
 */
export function lowerCase(): CleaningStep {
  return { name: "lower-case", version: 1, apply: (text) => text.toLowerCase() };
}
