import type { CleaningStep, TracedText } from "./cleaning-step.js";
import { tracedEdits } from "./traced-text.js";

// A single space inside a text is as it should be; only the rest is touched.
const UNTIDY = /\s\s+|[^\S ]/g;
/** White space other than spaces and LF, which most texts have none of. */
const UNUSUAL = /[^\S \n]/;
const SPACES = / {2,}/g;

/**
 * Makes every run of white space, line breaks and no-break spaces included, one space, and trims the ends.
 *
 * @example
 * whitespace().apply("  so\n\n good\u00a0! "); // => "so good !"
 */
export function whitespace(): CleaningStep {
  return { name: "whitespace", version: 1, apply: tidy, trace };
}

function trace(text: string): TracedText {
  const edits = [...text.matchAll(/\s+/g)].flatMap(({ 0: run, index: from }) => {
    const to = from + run.length;
    const isInside = from > 0 && to < text.length;
    return isInside && run === " " ? [] : [{ from, to, length: isInside ? 1 : 0 }];
  });
  return tracedEdits(text, tidy(text), edits);
}

function tidy(text: string): string {
  if (UNUSUAL.test(text)) return text.replace(UNTIDY, " ").trim();
  // The same for spaces and LF, several times faster than the general expression.
  const line = text.includes("\n") ? joinLines(text) : text;
  return (line.includes("  ") ? line.replace(SPACES, " ") : line).trim();
}

function joinLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
}
