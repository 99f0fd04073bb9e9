import type { CleaningStep } from "./cleaning-step.js";

// A single space inside a text is as it should be; only the rest is touched.
const UNTIDY = /\s\s+|[^\S ]/g;

/**
 * Makes every run of white space, line breaks and no-break spaces included, one space, and trims the ends.
 *
 * @example
 * whitespace().apply("  so\n\n good\u00a0! "); // => "so good !"
 */
export function whitespace(): CleaningStep {
  return {
    name: "whitespace",
    version: 1,
    apply: (text) => text.replace(UNTIDY, " ").trim(),
  };
}
